import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, problem, type Clock, type Log } from '@wiredesk/platform';

import { caseByNumber, targetsOfCase } from '../cases/case.store.js';
import type { Happening } from '../cases/machine.decide.js';
import { moveTargets, type MoveOutcome } from '../cases/move-targets.js';

export interface CaseMove {
  readonly number: string;
  readonly targets: 'all' | readonly number[];
  readonly happening: Happening;
  readonly actor: string;
  readonly reason: string;
  readonly at: string | undefined;
}

/** Moves targets of a case by what a person decided or did. */
@Injectable()
export class DecideCase {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * What became of each target that was named. Problem 404 for an unknown case, 422 for a target that it has not and
   * for a time in the future, 409 where no target could be moved; where some could, the others say why not.
   */
  async decide(order: CaseMove): Promise<MoveOutcome[]> {
    const now = this.clock.now();
    if (order.at !== undefined && Date.parse(order.at) > now.getTime()) throw problem(422, 'fields-invalid', 'The time lies in the future.', { errors: [{ pointer: '/at', detail: 'not after now' }] });
    const outcomes = await this.outbox.transaction(async (tx, emit) => {
      const one = await caseByNumber(tx, order.number);
      if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
      const targets = await targetsOfCase(tx, one.caseId);
      const chosen = order.targets === 'all' ? targets : order.targets.map((ordinal) => targets[ordinal]);
      const unknown = chosen.findIndex((target) => target === undefined);
      if (unknown >= 0) throw problem(422, 'fields-invalid', `The case has ${targets.length} targets, numbered from 0.`, { errors: [{ pointer: `/targets/${unknown}`, detail: 'no such target' }] });
      const moved = await moveTargets(
        tx,
        emit,
        { targetIds: chosen.flatMap((target) => (target ? [target.targetId] : [])), happening: order.happening, actor: order.actor, reason: order.reason, ...(order.at === undefined ? {} : { effectiveAt: new Date(order.at).toISOString() }) },
        now,
      );
      refuseWhole(moved);
      return moved;
    });
    this.log.info({ case: order.number, happening: order.happening.type, by: order.actor, moved: outcomes.filter(({ ok }) => ok).length, refused: outcomes.filter(({ ok }) => !ok).length }, 'case moved');
    return outcomes.sort((a, b) => a.ordinal - b.ordinal);
  }
}

const refuseWhole = (outcomes: readonly MoveOutcome[]): void => {
  const [first] = outcomes;
  if (!first || first.ok || outcomes.some(({ ok }) => ok)) return;
  const details = outcomes.flatMap((outcome) => (outcome.ok ? [] : [{ pointer: `/targets/${outcome.ordinal}`, detail: outcome.detail }]));
  throw problem(409, first.code, first.detail, { errors: details.slice(0, 50) });
};
