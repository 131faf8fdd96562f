import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import { z } from 'zod';

import { acknowledgeTest } from '../../conformance/conformance.store.js';
import { copyIdOf } from '../copy-id.js';
import { RecallBook } from '../recall-book.js';
import { removalOfToken, writeAcknowledgement } from './acknowledge.store.js';

/** `POST /v1/acknowledgements/{token}`. */
export const acknowledgement = z.looseObject({
  removedAt: z.iso.datetime({ offset: true }).describe('When the copies were removed, RFC 3339.'),
  copiesRemoved: z.int().min(0).max(1_000_000_000).describe('How many copies were removed; 0 where there was none.'),
});
export type Acknowledgement = z.infer<typeof acknowledgement>;

const tokenForm = /^[0-9a-f]{64}$/;

/** A subscriber says that it removed its copies. */
@Injectable()
export class Acknowledge {
  constructor(
    private readonly outbox: Outbox,
    private readonly book: RecallBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes an acknowledgement; repeating it changes nothing. Throws 404 for a token that nobody was given. */
  acknowledge(token: string, said: Acknowledgement) {
    return this.outbox.transaction(async (tx, emit) => {
      const now = this.clock.now();
      const removal = tokenForm.test(token) ? await removalOfToken(tx, token) : undefined;
      if (!removal) return this.acknowledgeTest(tx, token, said);
      // Restored, or released: nothing is owed under this message any more.
      if (removal.state === 'superseded') return { itemId: removal.item_id, state: 'released' };
      if (removal.acknowledged_at !== null) return { itemId: removal.item_id, state: 'acknowledged', acknowledgedAt: removal.acknowledged_at.toISOString() };
      await writeAcknowledgement(tx, removal, { removedAt: new Date(said.removedAt), copiesRemoved: said.copiesRemoved }, now);
      const copyId = copyIdOf(removal.item_id, 'webhook', { subscriberId: removal.subscriber_id });
      await this.book.note(tx, emit, [{ copyId, holdId: null, event: 'acknowledged', detail: `${said.copiesRemoved} removed at ${new Date(said.removedAt).toISOString()}` }], now);
      return { itemId: removal.item_id, state: 'acknowledged', acknowledgedAt: now.toISOString() };
    });
  }

  /** A test kill of the conformance kit is acknowledged at the same address. */
  private async acknowledgeTest(tx: Tx, token: string, said: Acknowledgement) {
    const itemId = tokenForm.test(token) ? await acknowledgeTest(tx, token, said) : undefined;
    if (itemId === undefined) throw problem(404, 'acknowledgement-unknown', 'No removal was sent with this address. Use "data.ackUrl" of the article.taken_down message as it is.');
    return { itemId, state: 'acknowledged', test: true };
  }
}
