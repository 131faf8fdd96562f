import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, CONFIG, LOG, problem, sha256Hex, type Clock, type Log } from '@wiredesk/platform';

import { canonicalJson } from '../canonical-json.js';
import { targetsOfCase, updateNotice, type Case } from '../cases/case.store.js';
import { moveTargets } from '../cases/move-targets.js';
import type { FormalField } from '../cases/regimes.js';
import { lockedSeq } from '../hold-ledger/ledger.store.js';
import { barredItemsOf, claimantKeyOf, isSuspended } from '../order-takedown/claimant.store.js';
import { decideIntake } from '../order-takedown/decide.js';
import { notice } from '../order-takedown/notice.js';
import { OrderTakedown } from '../order-takedown/order-takedown.handler.js';
import { missingIn } from '../order-takedown/regime.decide.js';
import type { RightsConfig } from '../rights.config.js';
import { completed, type Completion } from './completion.js';

/** Takes what a notice lacked. Once nothing is missing, it does what it would have done had it come so. */
@Injectable()
export class CompleteNotice {
  constructor(
    private readonly outbox: Outbox,
    private readonly takedown: OrderTakedown,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** What is still missing. Problem 409 where no target of the case waits to be completed (it lapsed, say). */
  async complete(one: Case, added: Completion): Promise<readonly FormalField[]> {
    const now = this.clock.now();
    const whole = completed(notice.parse(one.notice), added);
    const missing = missingIn(whole, one.regime);
    // Resolved again: what was unknown then may have come since.
    const resolved = await this.takedown.resolve(whole);
    await this.outbox.transaction(async (tx, emit) => {
      await lockedSeq(tx);
      const targets = await targetsOfCase(tx, one.caseId);
      const waiting = targets.filter(({ state }) => state === 'incomplete');
      if (waiting.length === 0) throw problem(409, 'not-waiting', 'Nothing of this case waits to be completed any more. File a new notice.');
      const claimantKey = claimantKeyOf(whole);
      await updateNotice(tx, { caseId: one.caseId, notice: whole, missing, contentHash: sha256Hex(canonicalJson({ ...whole, language: undefined })), claimantKey });
      if (missing.length > 0) return;
      const decided = decideIntake({
        notice: whole,
        byOfficer: one.channel === 'officer',
        actFirst: this.config.ACT_FIRST === 'yes',
        defaultRegime: one.regime,
        targets: resolved,
        barredItems: await barredItemsOf(tx, claimantKey, whole.type),
        suspended: await isSuspended(tx, claimantKey, now),
        caseNumber: one.number,
        caseId: one.caseId,
        now: now.toISOString(),
      });
      await moveTargets(
        tx,
        emit,
        {
          targetIds: waiting.map(({ targetId }) => targetId),
          happening: ({ ordinal }) => {
            const state = decided.targets[ordinal]?.state;
            return { type: 'completed', to: state === 'interim_held' || state === 'unresolved' || state === 'rejected' ? state : 'under_review' };
          },
          actor: 'claimant',
          reason: 'the notice was completed',
        },
        now,
      );
    });
    this.log.info({ case: one.number, missing }, missing.length === 0 ? 'notice completed' : 'notice still incomplete');
    return missing;
  }
}
