import type { Tx } from '@wiredesk/persistence';

import { handRulesOf, type HandDecision } from './hand-rules.decide.js';
import type { HandRules } from './link.decide.js';

const selectDecisions = `
select kind, one_side, other_side from decision
where undone_at is null and kind in ('apart', 'same') and (one_side && $1::uuid[] or other_side && $1::uuid[])`;

/** What people decided about pairs of these items. */
export const loadHandRules = async (tx: Tx, byHand: readonly string[]): Promise<HandRules> => {
  if (byHand.length === 0) return handRulesOf([]);
  return handRulesOf((await tx.query(selectDecisions, [byHand])) as HandDecision[]);
};
