import { z } from 'zod';

import type { Happening } from '../cases/machine.decide.js';

export const decisionNames = [
  'uphold', 'reject', 'reverse', 'order-reversed', 'action-notified', 'statement-delivered', 'judgment-for-claimant', 'judgment-for-party', 'complaint-founded', 'complaint-unfounded', 'supersede',
] as const;
export type DecisionName = (typeof decisionNames)[number];

/** Which targets of a case: all, or these by their number on the case's page, from 0. */
export const targetChoice = z.union([z.literal('all'), z.array(z.int().min(0).max(9_999)).min(1).max(10_000)]);

/** Body of `POST /v1/cases/{number}/decisions`. */
export const decisionOrder = z.object({
  targets: targetChoice.default('all'),
  decision: z.enum(decisionNames),
  reason: z.string().trim().min(1).max(2_000).describe('For the record of the case; no personal data, the parties are told it.'),
  at: z.iso.datetime({ offset: true }).optional().describe('When it took effect, where that was before now: the delivery of a statement, the receipt of a proof.'),
});
export type DecisionOrder = z.infer<typeof decisionOrder>;

const happenings: Readonly<Record<DecisionName, Happening>> = {
  uphold: { type: 'upheld' },
  reject: { type: 'rejected' },
  reverse: { type: 'reversed' },
  'order-reversed': { type: 'order-reversed' },
  'action-notified': { type: 'action-notified' },
  'statement-delivered': { type: 'statement-delivered' },
  'judgment-for-claimant': { type: 'judgment', outcome: 'for-claimant' },
  'judgment-for-party': { type: 'judgment', outcome: 'for-party' },
  'complaint-founded': { type: 'complaint-decided', outcome: 'founded' },
  'complaint-unfounded': { type: 'complaint-decided', outcome: 'unfounded' },
  supersede: { type: 'superseded' },
};

/** What a decision says to the state machine. */
export const happeningOfDecision = (decision: DecisionName): Happening => happenings[decision];
