import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, Metrics, Outgoing, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { Webhook } from 'standardwebhooks';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { endWebhook, noteDelivered, noteFailed, takeDueNotices, type DueNotice } from './notice.store.js';
import { retryAfterSeconds } from './notices.decide.js';

const callsAtOnce = 16;
const callTimeoutMs = 10_000;
const answerBytesMax = 64 * 1024;
/** Woken for what is new; for what is tried again, and what another replica left behind, it looks by itself. */
const lookEveryMs = 5_000;

/** Sends notices, signed by Standard Webhooks, until each was taken (2xx), given up, or its webhook has ended. */
@Injectable()
export class NoticeDelivery implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly looking: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.looking = new Repeating({ name: 'notices to sources', step: () => this.look(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.looking.stop();
  }

  /** Something is due: look now. */
  wake(): void {
    this.looking.wake();
  }

  /** True where more may be due than was sent at once. */
  private async look(): Promise<boolean> {
    const due = await takeDueNotices(this.dataSource, this.clock.now(), callsAtOnce);
    await Promise.all(due.map((notice) => this.deliver(notice)));
    return due.length === callsAtOnce;
  }

  private async deliver(notice: DueNotice): Promise<void> {
    if (notice.ended) return noteFailed(this.dataSource, notice.id, null, 'the webhook has ended', null);
    const { status, error } = await this.send(notice);
    const taken = status !== null && status >= 200 && status < 300;
    this.metrics.counter('wiredesk_ingest_notices_total', 'Notices to sources, by how the call ended.', ['outcome']).inc({ outcome: taken ? 'delivered' : 'failed' });
    if (taken) return noteDelivered(this.dataSource, notice.id, this.clock.now(), status);
    if (status === 410) {
      await endWebhook(this.dataSource, notice.sourceId, 'the receiver answered 410 Gone');
      return noteFailed(this.dataSource, notice.id, status, 'the receiver answered 410 Gone', null);
    }
    const delaySeconds = retryAfterSeconds(notice.attempts, Math.random());
    const next = delaySeconds === null ? null : new Date(this.clock.now().getTime() + delaySeconds * 1000);
    await noteFailed(this.dataSource, notice.id, status, error ?? `answered ${status}`, next);
    this.log.info({ sourceId: notice.sourceId, noticeId: notice.id, status, error, attempts: notice.attempts, nextAttemptAt: next?.toISOString() ?? null }, 'notice to source failed');
  }

  /** A redirect is an answer like any other: a signed call is not carried elsewhere. */
  private async send(notice: DueNotice): Promise<{ status: number | null; error?: string }> {
    const now = this.clock.now();
    const receipt = { id: notice.receiptId, ...(this.config.PUBLIC_URL === undefined ? {} : { url: `${this.config.PUBLIC_URL}/v1/receipts/${notice.receiptId}` }) };
    const body = JSON.stringify({ type: `item.${notice.kind}`, timestamp: now.toISOString(), data: { guid: notice.guid, itemId: notice.itemId, ...notice.data, receipt } });
    try {
      const answer = await this.outgoing.call(notice.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Wiredesk (+webhooks)',
          'webhook-id': notice.id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': new Webhook(notice.secret).sign(notice.id, now, body),
        },
        body,
        timeoutMs: callTimeoutMs,
        bytesMax: answerBytesMax,
      });
      return { status: answer.status };
    } catch (error) {
      return { status: null, error: (error as Error).message };
    }
  }
}
