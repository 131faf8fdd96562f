import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, problem, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import type { Hold } from '@wiredesk/usage-terms';

import { placeHolds } from '../hold-ledger/ledger.store.js';
import { once, type Call } from '../once/once.store.js';
import { decidePlacing } from './decide.js';
import type { HoldOrder } from './hold-order.js';

/** The emergency kill: what an officer orders is closed by the time the answer goes out. */
@Injectable()
export class PlaceHold {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Places the hold and returns it in its full state. Problem 422 for an order that contradicts itself. */
  async place(order: HoldOrder, call: Call, by: string): Promise<Hold> {
    const now = this.clock.now();
    const decided = decidePlacing(order, { holdId: uuidv7(), by, nowMs: now.getTime() });
    if (!('hold' in decided)) throw problem(422, 'fields-invalid', decided.detail, { errors: [decided] });
    const { answer, repeated } = await this.outbox.transaction((tx, emit) =>
      once(tx, call, now, async () => {
        const [hold] = await placeHolds(tx, emit, [decided.hold], now);
        if (!hold) throw new Error('a new hold was not placed');
        return hold;
      }),
    );
    this.log.info({ holdId: answer.holdId, seq: answer.seq, scope: answer.scope, class: answer.class, by, repeated }, 'hold placed');
    return answer;
  }
}
