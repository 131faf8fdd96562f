import type { Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import { holdsOfTargets } from '../hold-ledger/ledger.store.js';
import { lockedTargets, moveTargetsTo, saveCaseEvents } from './case.store.js';
import { closedStates, heldStates } from './target.js';

/**
 * After holds were lifted by hand: a target none of whose holds stands any more is reinstated, and its case says so.
 * Called with the ledger locked, so that no hold of these targets is being placed meanwhile.
 */
export const noteTargetsFreed = async (tx: Tx, targetIds: readonly string[], by: { actor: string; reason: string; now: Date }): Promise<void> => {
  const unique = [...new Set(targetIds)];
  if (unique.length === 0) return;
  const stillHeld = new Set((await holdsOfTargets(tx, unique)).filter(({ hold }) => hold.lift === null).map(({ targetId }) => targetId));
  const freed = (await lockedTargets(tx, unique)).filter((target) => !stillHeld.has(target.targetId) && (heldStates.has(target.state) || target.state === 'complaint'));
  await moveTargetsTo(tx, freed.map((target) => ({ target, state: 'reinstated' as const })), closedStates, by.now);
  await saveCaseEvents(
    tx,
    freed.map((target) => ({ eventId: uuidv7(), caseId: target.caseId, targetId: target.targetId, at: by.now.toISOString(), actor: by.actor, type: 'reinstated', detail: { from: target.state, cause: 'own-motion' } })),
  );
};
