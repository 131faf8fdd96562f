import type { Tx } from '@wiredesk/persistence';

import { readMatchedPairs } from '../stay-down/match.store.js';
import { handRulesOf, type HandDecision } from './hand-rules.decide.js';
import type { HandRules } from './link.decide.js';

const selectDecisions = `
select kind, one_side, other_side from decision
where undone_at is null and kind in ('apart', 'same') and (one_side && $1::uuid[] or other_side && $1::uuid[])`;

/** What people decided about pairs of these items, and which of them came back although they are held. */
export const loadHandRules = async (tx: Tx, byHand: readonly string[]): Promise<HandRules> => {
  if (byHand.length === 0) return handRulesOf([], []);
  const decisions = (await tx.query(selectDecisions, [byHand])) as HandDecision[];
  return handRulesOf(decisions, await readMatchedPairs(tx, byHand));
};
