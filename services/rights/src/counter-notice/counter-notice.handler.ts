import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, problem, uuidv7, type Clock, type Log } from '@wiredesk/platform';

import { caseByNumber, saveCaseEvents, targetsOfCase } from '../cases/case.store.js';
import { moveTargets, type MoveOutcome } from '../cases/move-targets.js';
import { regimes, type CounterField } from '../cases/regimes.js';
import { lockedSeq } from '../hold-ledger/ledger.store.js';
import { counterMissing, type CounterNotice } from './counter-notice.js';
import { lockCounter, noteCounterDecision, saveCounter } from './counter-notice.store.js';

export interface CounterAnswer {
  readonly counterId: string;
  readonly state: 'deficient' | 'complete';
  readonly missing: readonly CounterField[];
}

/** Takes what the party concerned answers, and lets an officer say whether it is them (guard G6). */
@Injectable()
export class CounterNotices {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Keeps it and says what it lacks; nothing is put back before an officer has seen who sent it. */
  async receive(number: string, counter: CounterNotice): Promise<CounterAnswer> {
    const now = this.clock.now();
    const answer = await this.outbox.transaction(async (tx) => {
      const one = await caseByNumber(tx, number);
      if (!one) throw problem(404, 'case-unknown', 'There is no case of this number. It stands on the page that says that the article was removed.');
      if (regimes[one.regime].counter.kind === 'none') throw problem(409, 'no-counter', 'This removal executes an order. Its issuer decides about it, not we.');
      const count = (await targetsOfCase(tx, one.caseId)).length;
      if (counter.targets.some((ordinal) => ordinal >= count)) throw problem(422, 'fields-invalid', `The case has ${count} targets, numbered from 0.`, { errors: [{ pointer: '/targets', detail: 'no such target' }] });
      const missing = counterMissing(counter, one.regime);
      const state = missing.length === 0 ? ('complete' as const) : ('deficient' as const);
      const counterId = uuidv7();
      const ordinals = counter.targets.length === 0 ? Array.from({ length: count }, (_, i) => i) : counter.targets;
      await saveCounter(tx, { counterId, caseId: one.caseId, ordinals, content: counter, missing, state, receivedAt: now.toISOString() });
      await saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: one.caseId, targetId: null, at: now.toISOString(), actor: 'party', type: 'counter-received', detail: { counterId, missing } }]);
      return { counterId, state, missing };
    });
    this.log.info({ case: number, ...answer }, 'counter-notice taken');
    return answer;
  }

  /**
   * An officer's word on who sent it. Accepted, its targets move as the rules of the case say, from the day on which
   * the counter-notice came. Problem 404 unknown, 409 for one that is deficient or decided already.
   */
  async decide(counterId: string, order: { accept: boolean; reason: string }, by: string): Promise<MoveOutcome[]> {
    const now = this.clock.now();
    const outcomes = await this.outbox.transaction(async (tx, emit) => {
      await lockedSeq(tx);
      const counter = await lockCounter(tx, counterId);
      if (!counter) throw problem(404, 'counter-unknown', 'There is no counter-notice of this id.');
      if (counter.state === 'accepted' || counter.state === 'refused') throw problem(409, 'counter-decided', `This counter-notice was ${counter.state} before.`);
      if (order.accept && counter.state === 'deficient') throw problem(409, 'counter-deficient', `It lacks ${counter.missing.join(', ')}. Ask for a complete one; its window runs from the day on which that comes.`);
      await noteCounterDecision(tx, counterId, order.accept ? 'accepted' : 'refused', by, now);
      if (!order.accept) return [];
      const targets = await targetsOfCase(tx, counter.caseId);
      const chosen = new Set(counter.ordinals);
      return moveTargets(
        tx,
        emit,
        { targetIds: targets.filter(({ ordinal }) => chosen.has(ordinal)).map(({ targetId }) => targetId), happening: { type: 'counter-accepted' }, actor: by, reason: order.reason, effectiveAt: counter.receivedAt },
        now,
      );
    });
    this.log.info({ counterId, accepted: order.accept, by, moved: outcomes.filter(({ ok }) => ok).length }, 'counter-notice decided');
    return outcomes;
  }
}
