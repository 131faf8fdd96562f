import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, CONFIG, LOG, problem, type Clock, type Log } from '@wiredesk/platform';
import type { Hold } from '@wiredesk/usage-terms';

import { noteTargetsFreed } from '../cases/freed-targets.js';
import { findHold, liftHolds } from '../hold-ledger/ledger.store.js';
import { once, type Call } from '../once/once.store.js';
import type { RightsConfig } from '../rights.config.js';
import { decideLift, type LiftBasis } from './decide.js';

/** Lifts one hold, by its id, by hand. */
@Injectable()
export class LiftHold {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The hold in its state after the lift. A hold that was lifted before stays as it is. If it belonged to a case and
   * was the last of its target, the target is reinstated. Problem 404 for an unknown id, 409 for one that may not be
   * lifted so.
   */
  async lift(holdId: string, order: { reason: string; basis: LiftBasis }, call: Call, by: string): Promise<Hold> {
    const now = this.clock.now();
    const { answer } = await this.outbox.transaction((tx, emit) =>
      once(tx, call, now, async () => {
        const known = await findHold(tx, holdId);
        if (!known) throw problem(404, 'hold-unknown', 'There is no hold of this id. GET /v1/holds lists them.');
        if (known.hold.lift !== null) return known.hold;
        const decided = decideLift(known.hold, order.basis, { by: `officer:${by}`, secondPerson: this.config.LIFT_BY_SECOND_PERSON === 'yes' });
        if (!decided.ok) throw problem(409, decided.code, decided.detail);
        const lifted = await liftHolds(tx, emit, [holdId], { by: `officer:${by}`, reason: order.reason }, now);
        await noteTargetsFreed(tx, lifted.flatMap(({ targetId }) => (targetId === null ? [] : [targetId])), { actor: `officer:${by}`, reason: order.reason, now });
        return lifted.find(({ hold }) => hold.holdId === holdId)?.hold ?? (await findHold(tx, holdId))?.hold ?? known.hold;
      }),
    );
    this.log.info({ holdId, seq: answer.seq, by, basis: order.basis }, 'hold lifted');
    return answer;
  }
}
