import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Version {
  readonly id: string;
  readonly body: string | undefined;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** A small S3-compatible store that keeps versions and takes nothing whose signature (AWS Signature Version 4) is not right. */
export class ObjectStore {
  readonly refused: string[] = [];
  private readonly objects = new Map<string, Version[]>();
  private readonly server: Server;
  private counter = 0;

  private constructor(
    readonly accessKeyId: string,
    private readonly secretAccessKey: string,
  ) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const fault = this.faultOf(request, body);
        if (fault !== undefined) {
          this.refused.push(fault);
          response.writeHead(403, { 'content-type': 'application/xml' }).end(`<Error><Code>SignatureDoesNotMatch</Code><Message>${fault}</Message></Error>`);
          return;
        }
        const { status, text } = this.answer(request.method ?? '', new URL(request.url ?? '/', 'http://store'), body.toString('utf8'));
        response.writeHead(status, { 'content-type': 'application/xml' }).end(text);
      });
    });
  }

  static async listen(accessKeyId: string, secretAccessKey: string): Promise<ObjectStore> {
    const store = new ObjectStore(accessKeyId, secretAccessKey);
    await new Promise<void>((resolve) => store.server.listen(0, '127.0.0.1', resolve));
    return store;
  }

  get hostPort(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Keys of what can be read at this moment, with their content. */
  current(): Record<string, string> {
    return Object.fromEntries([...this.objects].flatMap(([key, versions]) => (versions.at(-1)?.body === undefined ? [] : [[key, versions.at(-1)?.body ?? '']])));
  }

  /** Content of every version that is still kept under a key. */
  everKept(key: string): string[] {
    return (this.objects.get(key) ?? []).flatMap(({ body }) => (body === undefined ? [] : [body]));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(method: string, url: URL, body: string): { status: number; text: string } {
    const [, , ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    if (method === 'GET' && url.searchParams.has('versions')) return { status: 200, text: this.listing(url.searchParams.get('prefix') ?? '') };
    const versions = this.objects.get(key) ?? [];
    if (method === 'PUT') this.objects.set(key, [...versions, { id: `v${(this.counter += 1)}`, body }]);
    else if (method === 'DELETE') {
      const versionId = url.searchParams.get('versionId');
      this.objects.set(key, versionId === null ? [...versions, { id: `v${(this.counter += 1)}`, body: undefined }] : versions.filter(({ id }) => id !== versionId));
      return { status: 204, text: '' };
    } else if (method === 'HEAD') return { status: versions.at(-1)?.body === undefined ? 404 : 200, text: '' };
    return { status: method === 'PUT' ? 200 : 405, text: '' };
  }

  private listing(prefix: string): string {
    const entries = [...this.objects].flatMap(([key, versions]) => (key.startsWith(prefix) ? versions.map(({ id, body }) => ({ key, id, tag: body === undefined ? 'DeleteMarker' : 'Version' })) : []));
    return `<?xml version="1.0"?><ListVersionsResult>${entries.map(({ key, id, tag }) => `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`).join('')}</ListVersionsResult>`;
  }

  /** AWS Signature Version 4, as a server checks it; undefined where it is right. */
  private faultOf(request: IncomingMessage, body: Buffer): string | undefined {
    const parts = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
    if (!parts) return 'no signature';
    const [, id, day, region, signedHeaders, signature] = parts as unknown as [string, string, string, string, string, string];
    if (id !== this.accessKeyId) return 'unknown key';
    const payload = String(request.headers['x-amz-content-sha256']);
    if (payload !== sha256(body)) return 'another body than was signed';
    const url = new URL(request.url ?? '/', 'http://store');
    const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort().join('&');
    const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('');
    const canonical = [request.method, url.pathname, query, headers, signedHeaders, payload].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
    const key = ['s3', 'aws4_request'].reduce((k, part) => hmac(k, part), hmac(hmac(`AWS4${this.secretAccessKey}`, day), region));
    return hmac(key, toSign).toString('hex') === signature ? undefined : 'the signature is another one';
  }
}
