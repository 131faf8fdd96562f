import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventBatch } from '@wiredesk/messaging';
import { LOG, uuidv7, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { NoticeDelivery } from './notice-delivery.js';
import { addNotices, sourcesWithWebhook } from './notice.store.js';
import type { Notice } from './notices.decide.js';

/** A webhook that another replica was given is seen here after this time at most. */
const rereadEveryMs = 5_000;

/** Keeps what sources want to be told. Events of sources that want nothing cost no query. */
@Injectable()
export class Notices implements OnApplicationBootstrap, OnApplicationShutdown {
  private wanting: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly delivery: NoticeDelivery,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.reread();
    this.timer = setInterval(() => void this.reread(), rereadEveryMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Adds, in the batch's transaction, what these notices' sources want to hear; it is sent after the commit. */
  async add(batch: EventBatch, notices: readonly Notice[]): Promise<void> {
    const wanted = notices.filter((notice) => this.wanting.has(notice.sourceId));
    if (wanted.length === 0) return;
    await addNotices(batch.tx, wanted.map((notice) => ({ ...notice, id: uuidv7() })));
    batch.afterCommit(() => this.delivery.wake());
  }

  /** Reads again who wants to be told. */
  async reread(): Promise<void> {
    try {
      this.wanting = await sourcesWithWebhook(this.dataSource);
    } catch (error) {
      this.log.warn({ err: error }, 'sources with a webhook were not read this time');
    }
  }
}
