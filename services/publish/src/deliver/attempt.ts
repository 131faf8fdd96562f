import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';

import { Gate } from '../hold-lane/gate.js';
import type { PublishConfig } from '../publish.config.js';
import { NotSent } from '../transmit/parcel.js';
import { Transmitters } from '../transmit/transmitters.js';
import type { ClaimedDelivery } from './delivery.js';
import { messageOf } from './message.decide.js';
import type { Attempted } from './retry.decide.js';

/** An attempt that was made, or was not because the gate refused at the last moment. */
export type Made = { readonly sent: false } | ({ readonly sent: true; readonly answer: string | null; readonly ms: number } & Attempted);

const errorCharsMax = 300;

/** Sends one delivery, once. */
@Injectable()
export class Attempts {
  private readonly publicUrl: string;

  constructor(
    private readonly transmitters: Transmitters,
    private readonly gate: Gate,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {
    this.publicUrl = config.PUBLIC_URL ?? config.PORTAL_PUBLIC_URL;
  }

  /** Never throws: whatever goes wrong is the attempt's outcome. */
  async make(claimed: ClaimedDelivery): Promise<Made> {
    const { row, article } = claimed;
    const hold = row.hold_id === null ? undefined : this.gate.holdOf(row.hold_id);
    const message = messageOf(claimed, { portalUrl: this.config.PORTAL_PUBLIC_URL, publicUrl: this.publicUrl, respondWithinMs: this.config.REMOVAL_RESPOND_HOURS * 3_600_000, hold });
    const startedAt = performance.now();
    const elapsed = (): number => Math.round(performance.now() - startedAt);
    try {
      // Asked now and once more when the connection stands: a hold may come at any moment.
      const shows = article !== undefined && row.type !== 'article.taken_down';
      const mayStillGo = (): boolean => !shows || this.gate.permits(article, 'webhook');
      if (shows) this.gate.assertFresh();
      if (!mayStillGo()) return { sent: false };
      const { status, retryAfterMs, answer } = await this.transmitters.send({ claimed, message, mayStillGo });
      return { sent: true, status, error: null, retryAfterMs, answer, ms: elapsed() };
    } catch (error) {
      if (error instanceof NotSent) return { sent: false };
      const reason = (error as Error).name === 'TimeoutError' ? `no answer within ${this.config.DELIVERY_TIMEOUT_MS} ms` : (error as Error).message || (error as { code?: string }).code || 'failed';
      return { sent: true, status: null, error: reason.slice(0, errorCharsMax), retryAfterMs: null, answer: null, ms: elapsed() };
    }
  }
}
