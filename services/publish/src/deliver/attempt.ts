import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, Outgoing, type Clock } from '@wiredesk/platform';

import { Gate } from '../hold-lane/gate.js';
import type { PublishConfig } from '../publish.config.js';
import type { ClaimedDelivery } from './delivery.js';
import { messageOf } from './message.decide.js';
import { retryAfterMs, type Attempted } from './retry.decide.js';
import { signedHeaders } from './sign.js';
import { SigningKey } from './signing-key.js';

/** An attempt that was made, or was not because the gate refused at the last moment. */
export type Made = { readonly sent: false } | ({ readonly sent: true; readonly answer: string | null; readonly ms: number } & Attempted);

const answerBytesMax = 64 * 1024;
const answerKeptChars = 300;
const errorCharsMax = 300;

/** Sends one delivery, once. */
@Injectable()
export class Attempts {
  private readonly publicUrl: string;

  constructor(
    private readonly outgoing: Outgoing,
    private readonly gate: Gate,
    private readonly signingKey: SigningKey,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.publicUrl = config.PUBLIC_URL ?? config.PORTAL_PUBLIC_URL;
  }

  /** Never throws: whatever goes wrong is the attempt's outcome. */
  async make(claimed: ClaimedDelivery): Promise<Made> {
    const { row, endpoint, article } = claimed;
    const hold = row.hold_id === null ? undefined : this.gate.holdOf(row.hold_id);
    const message = messageOf(claimed, { portalUrl: this.config.PORTAL_PUBLIC_URL, publicUrl: this.publicUrl, respondWithinMs: this.config.REMOVAL_RESPOND_HOURS * 3_600_000, hold });
    const body = JSON.stringify(message);
    const startedAt = performance.now();
    let stopped = false;
    const elapsed = (): number => Math.round(performance.now() - startedAt);
    try {
      const { privateKey } = await this.signingKey.pair();
      // Asked now and once more when the connection stands: a hold may come at any moment.
      const shows = article !== undefined && row.type !== 'article.taken_down';
      const mayGo = (): boolean => !shows || this.gate.permits(article, 'webhook');
      if (shows) this.gate.assertFresh();
      if (!mayGo()) return { sent: false };
      const answer = await this.outgoing.call(endpoint.url, {
        method: 'POST',
        headers: { ...endpoint.headers, 'content-type': 'application/json', 'user-agent': 'Wiredesk/1', ...signedHeaders(row.id, this.clock.now().getTime(), body, { secrets: endpoint.secrets, privateKey }) },
        body,
        timeoutMs: this.config.DELIVERY_TIMEOUT_MS,
        bytesMax: answerBytesMax,
        mayStillGo: () => {
          stopped = !mayGo();
          return !stopped;
        },
      });
      const text = answer.body.subarray(0, answerKeptChars).toString('utf8').replaceAll('\0', '');
      return { sent: true, status: answer.status, error: null, retryAfterMs: retryAfterMs(answer.headers['retry-after'], this.clock.now().getTime()), answer: text === '' ? null : text, ms: elapsed() };
    } catch (error) {
      if (stopped) return { sent: false };
      const reason = (error as Error).name === 'TimeoutError' ? `no answer within ${this.config.DELIVERY_TIMEOUT_MS} ms` : (error as Error).message || (error as { code?: string }).code || 'failed';
      return { sent: true, status: null, error: reason.slice(0, errorCharsMax), retryAfterMs: null, answer: null, ms: elapsed() };
    }
  }
}
