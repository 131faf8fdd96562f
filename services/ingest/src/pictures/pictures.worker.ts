import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, Metrics, Outgoing, OutgoingRefused, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { readImage } from './image.decide.js';
import { findAsset, noteNotFetched, noteStored, storedOfUrl, storePicture, takeWanted, type WantedPicture } from './picture.store.js';
import { assetNamesOf, fetchAgainAfterSeconds } from './wanted.decide.js';

/** What became of one attempt. `final`: another attempt cannot be better. */
type Attempt = { readonly sha256: string } | { readonly error: string; readonly final: boolean };

const fetchesAtOnce = 8;
const fetchTimeoutMs = 15_000;
const redirectsMax = 3;
const lookEveryMs = 5_000;

/** Fetches the pictures that items name, apart from the items: no article waits for its picture. */
@Injectable()
export class Pictures implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly looking: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.looking = new Repeating({ name: 'pictures', step: () => this.look(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    if (this.config.PICTURES_FETCH === 'on') this.looking.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.looking.stop();
  }

  /** True where more may be wanted than is fetched at once. */
  private async look(): Promise<boolean> {
    const wanted = await takeWanted(this.dataSource, this.clock.now(), fetchesAtOnce);
    await Promise.all(wanted.map((picture) => this.fetch(picture)));
    return wanted.length === fetchesAtOnce;
  }

  private async fetch(wanted: WantedPicture): Promise<void> {
    const known = (await findAsset(this.dataSource, wanted.sourceId, assetNamesOf(wanted.url))) ?? (await storedOfUrl(this.dataSource, wanted.urlSha256));
    const attempt: Attempt = known === undefined ? await this.attempt(wanted.url) : { sha256: known };
    this.metrics.counter('wiredesk_ingest_pictures_total', 'Pictures that items name, by what became of an attempt.', ['outcome']).inc({ outcome: 'sha256' in attempt ? (known === undefined ? 'fetched' : 'known') : 'failed' });
    if ('sha256' in attempt) return noteStored(this.dataSource, wanted.urlSha256, attempt.sha256);
    const delaySeconds = attempt.final ? null : fetchAgainAfterSeconds(wanted.attempts);
    await noteNotFetched(this.dataSource, wanted, attempt.error, delaySeconds === null ? null : new Date(this.clock.now().getTime() + delaySeconds * 1000));
    this.log.info({ itemId: wanted.itemId, url: wanted.url.slice(0, 200), attempts: wanted.attempts, error: attempt.error, delaySeconds }, 'picture not fetched');
  }

  private async attempt(url: string): Promise<Attempt> {
    try {
      const answer = await this.outgoing.call(url, { headers: { accept: 'image/jpeg, image/png, image/webp, image/gif' }, timeoutMs: fetchTimeoutMs, bytesMax: this.config.ITEM_BYTES_MAX, redirectsMax });
      if (answer.status !== 200) return { error: `answered ${answer.status}`, final: answer.status === 410 || answer.status === 451 };
      const image = readImage(answer.body);
      if (!image) return { error: 'it is no JPEG, PNG, GIF or WebP picture, or it is broken', final: true };
      return { sha256: await storePicture(this.dataSource, answer.body, image) };
    } catch (error) {
      return { error: (error as Error).message || 'the connection failed', final: error instanceof OutgoingRefused };
    }
  }
}
