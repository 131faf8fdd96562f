import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOG, type Log } from '@wiredesk/platform';
import { z } from 'zod';

import { BoundedLru } from '../portal/page/bounded-lru.js';
import type { PublishConfig } from '../publish.config.js';

export interface StoredPicture {
  readonly sha256: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const listAnswer = z.object({ pictures: z.array(z.looseObject({ url: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/).nullable() })).max(500) });

/** What ingest takes for a picture; nothing else is ever served as one. */
const types: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

const listTimeoutMs = 1_500;
const bytesTimeoutMs = 5_000;
/** A picture that was not there a moment ago may have been fetched since. */
const listKeptMs = 10_000;
const listsMax = 2_000;
const picturesMax = 1_000;
const picturesBytesMax = 32 * 1024 * 1024;
const pictureBytesMax = 16 * 1024 * 1024;
/** One that is seldom asked for is fetched again; one as large as a sixteenth of all that is kept would drive out the others. */
const keptBytesMax = picturesBytesMax / 16;

/** The bytes of pictures, which ingest has, with those asked for last kept at hand. */
@Injectable()
export class StoredPictures {
  private readonly lists = new BoundedLru<{ readonly byUrl: ReadonlyMap<string, string>; readonly untilMs: number }>(listsMax, listsMax);
  private readonly pictures = new BoundedLru<StoredPicture>(picturesMax, picturesBytesMax);

  constructor(
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The picture of an item that came from this URL; undefined where we do not hold it, or ingest cannot be asked. */
  async find(itemId: string, url: string): Promise<StoredPicture | undefined> {
    try {
      const sha256 = (await this.listOf(itemId)).get(url);
      return sha256 === undefined ? undefined : await this.bytesOf(sha256);
    } catch (error) {
      this.log.warn({ itemId, reason: (error as Error).message }, 'a picture could not be had from ingest; readers are sent to its source');
      return undefined;
    }
  }

  private async listOf(itemId: string): Promise<ReadonlyMap<string, string>> {
    const known = this.lists.get(itemId);
    if (known && performance.now() < known.untilMs) return known.byUrl;
    const answer = await this.ask(`/v1/items/${itemId}/pictures`, listTimeoutMs);
    const { pictures } = listAnswer.parse(await answer.json());
    const byUrl = new Map(pictures.flatMap(({ url, sha256 }) => (sha256 === null ? [] : [[url, sha256] as const])));
    this.lists.set(itemId, { byUrl, untilMs: performance.now() + listKeptMs }, 1);
    return byUrl;
  }

  private async bytesOf(sha256: string): Promise<StoredPicture | undefined> {
    const known = this.pictures.get(sha256);
    if (known) return known;
    const answer = await this.ask(`/v1/pictures/${sha256}`, bytesTimeoutMs);
    const type = answer.headers.get('content-type') ?? '';
    if (!types.has(type) || Number(answer.headers.get('content-length') ?? Number.POSITIVE_INFINITY) > pictureBytesMax) throw new Error(`ingest has ${type} of ${answer.headers.get('content-length')} bytes, which is no picture that is served`);
    const picture = { sha256, type, bytes: Buffer.from(await answer.arrayBuffer()) };
    if (picture.bytes.length <= keptBytesMax) this.pictures.set(sha256, picture, picture.bytes.length);
    return picture;
  }

  private async ask(path: string, timeoutMs: number): Promise<Response> {
    const answer = await fetch(`${this.config.INGEST_URL}${path}`, { headers: { authorization: `Bearer ${this.config.SERVICE_TOKEN ?? ''}` }, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (answer.ok) return answer;
    await answer.body?.cancel();
    throw new Error(`ingest answered ${answer.status}`);
  }
}
