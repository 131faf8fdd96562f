import { Readable } from 'node:stream';

import { Inject, Injectable } from '@nestjs/common';
import type { S3Client } from '@aws-sdk/client-s3';
import { CONFIG, Outgoing } from '@wiredesk/platform';

import type { PublishConfig } from '../publish.config.js';
import { fileWorkOf } from './files.decide.js';
import { NotSent, type Document, type Parcel, type Sent } from './parcel.js';
import type { TransmitterSettings } from './settings.js';

type Settings = Extract<TransmitterSettings, { kind: 'object-drop' }>;
type Sdk = typeof import('@aws-sdk/client-s3');

interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const answerBytesMax = 4 * 1024 * 1024;
const versionsMax = 1_000;

/** Puts articles into a bucket of an S3-compatible store, and takes them out again, every version of them. */
@Injectable()
export class ObjectDrop {
  constructor(
    private readonly outgoing: Outgoing,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  async send(settings: Settings, parcel: Parcel): Promise<Sent> {
    // Loaded by who drops objects, and by nobody else: it takes 20 MB.
    const sdk = await import('@aws-sdk/client-s3');
    const client = this.clientOf(sdk, settings, parcel.mayStillGo);
    const work = fileWorkOf(parcel);
    const keyOf = (name: string): string => `${settings.prefix}${name}`;
    try {
      if (work.kind === 'put') {
        for (const name of work.alsoDelete) await this.remove(sdk, client, settings.bucket, keyOf(name));
        await put(sdk, client, settings.bucket, keyOf(work.name), work.document);
        return answered(`put ${keyOf(work.name)}`);
      }
      let removed = 0;
      for (const name of work.names) removed += await this.remove(sdk, client, settings.bucket, keyOf(name));
      await put(sdk, client, settings.bucket, keyOf(work.notice.name), work.notice.document);
      return answered(`${removed} versions deleted and seen gone`);
    } finally {
      client.destroy();
    }
  }

  /** Deletes each version of an object: in a bucket that keeps versions a plain delete hides it only. Throws where it is still there. */
  private async remove(sdk: Sdk, client: S3Client, bucket: string, key: string): Promise<number> {
    const versions = await versionsOf(sdk, client, bucket, key);
    for (const VersionId of versions ?? []) await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId }));
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }));
    if (await isThere(sdk, client, bucket, key)) throw new Error(`${key} is still there after it was deleted`);
    return versions?.length ?? 1;
  }

  /** Every call goes through the guard for outgoing calls, and asks the gate before it writes. */
  private clientOf(sdk: Sdk, settings: Settings, mayStillGo: () => boolean): S3Client {
    const { endpoint, region, accessKeyId, secretAccessKey } = settings;
    let stopped = false;
    const handle = async (request: SdkRequest) => {
      try {
        const answer = await this.outgoing.call(urlOf(request), {
          method: request.method as 'GET' | 'HEAD' | 'PUT' | 'DELETE',
          headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !/^(host|content-length|expect)$/i.test(name))),
          ...(request.body === undefined ? {} : { body: request.body, mayStillGo: () => !(stopped = !mayStillGo()) }),
          timeoutMs: this.config.DELIVERY_TIMEOUT_MS,
          bytesMax: answerBytesMax,
        });
        return { response: { statusCode: answer.status, headers: answer.headers, body: Readable.from(answer.body.length > 0 ? [answer.body] : []) } };
      } catch (error) {
        throw stopped ? new NotSent() : error;
      }
    };
    return new sdk.S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      maxAttempts: 1,
      // Stores other than Amazon's do not all know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { handle: handle as never, metadata: { handlerProtocol: 'http/1.1' }, destroy: () => undefined },
    });
  }
}

const answered = (answer: string): Sent => ({ status: 200, retryAfterMs: null, answer });

const urlOf = ({ protocol, hostname, port, path, query }: SdkRequest): string => {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => (value === null ? [encodeURIComponent(name)] : [value].flat().map((each) => (each === '' ? `${encodeURIComponent(name)}=` : `${encodeURIComponent(name)}=${encodeURIComponent(each)}`))));
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
};

const put = async (sdk: Sdk, client: S3Client, bucket: string, key: string, document: Document): Promise<void> => {
  await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(document.text, 'utf8'), ContentType: document.contentType, CacheControl: 'no-store' }));
};

/** Ids of all versions; undefined where the store does not list them or does not let us. */
const versionsOf = async (sdk: Sdk, client: S3Client, bucket: string, key: string): Promise<string[] | undefined> => {
  try {
    const answer = await client.send(new sdk.ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: versionsMax }));
    return [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) => (Key === key && VersionId !== undefined && VersionId !== 'null' ? [VersionId] : []));
  } catch (error) {
    if (isAnswer(error, [400, 403, 404, 405, 501])) return undefined;
    throw error;
  }
};

const isThere = async (sdk: Sdk, client: S3Client, bucket: string, key: string): Promise<boolean> => {
  try {
    await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (isAnswer(error, [404])) return false;
    throw error;
  }
};

const isAnswer = (error: unknown, statuses: readonly number[]): boolean => statuses.includes((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0);
