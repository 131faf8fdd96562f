import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

export interface PageParts {
  readonly status?: number;
  readonly contentType: string;
  readonly text: string;
  readonly cacheControl: string;
  /** When what it shows last changed; undefined where that is not known better than by the ETag. */
  readonly lastModified?: Date | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Below this, compressing saves no packet. */
const compressFromBytes = 1_000;
/** Cheap levels: text shrinks to a fourth already, and the first reader waits for it. */
const gzipLevel = 4;
const brotliQuality = 4;

/** The name stands alone or with a weight that is not 0 (RFC 9110 §12.5.3). */
const accepts = (name: string): RegExp => new RegExp(`(^|[,\\s])${name}(\\s*;\\s*q=(?!0(\\.0*)?\\s*(,|$))|\\s*(,|$))`, 'i');
const acceptsBrotli = accepts('br');
const acceptsGzip = accepts('gzip');

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 22);

/** An answer that is ready to be sent, as often as it stays true. */
export class Page {
  readonly status: number;
  readonly body: Buffer;
  readonly contentType: string;
  readonly lastModified: Date | undefined;
  readonly headers: Readonly<Record<string, string>>;
  private readonly hash: string;
  private readonly encoded = new Map<Encoding, Buffer>();

  constructor(parts: PageParts) {
    this.status = parts.status ?? 200;
    this.body = Buffer.from(parts.text, 'utf8');
    this.contentType = parts.contentType;
    this.lastModified = parts.lastModified;
    this.hash = hashOf(this.body);
    this.headers = {
      'content-type': parts.contentType,
      'cache-control': parts.cacheControl,
      ...(parts.lastModified ? { 'last-modified': parts.lastModified.toUTCString() } : {}),
      ...parts.headers,
    };
  }

  /** Strong, and so another one per encoding (RFC 9110 §8.8.3.3). */
  etag(encoding?: Encoding): string {
    return encoding === undefined ? `"${this.hash}"` : `"${this.hash}-${encoding}"`;
  }

  /** The encoding that a reader who accepts these gets; undefined for none. */
  encodingFor(acceptEncoding: string | undefined): Encoding | undefined {
    if (acceptEncoding === undefined || this.body.length < compressFromBytes) return undefined;
    if (acceptsBrotli.test(acceptEncoding)) return 'br';
    return acceptsGzip.test(acceptEncoding) ? 'gzip' : undefined;
  }

  bytes(encoding: Encoding | undefined): Buffer {
    if (encoding === undefined) return this.body;
    const known = this.encoded.get(encoding);
    if (known) return known;
    const made = encoding === 'br' ? brotliCompressSync(this.body, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: this.body.length } }) : gzipSync(this.body, { level: gzipLevel });
    this.encoded.set(encoding, made);
    return made;
  }
}
