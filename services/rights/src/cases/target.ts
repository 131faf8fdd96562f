/**
 * Where a target of a case stands (rights reference §7.1). `unresolved`: nothing of ours is known under its address;
 * its address is held in advance. `invalid`: no address at all.
 */
export const targetStates = [
  'incomplete', 'invalid', 'unresolved', 'interim_held', 'under_review', 'held', 'waiting_claimant', 'litigation_held', 'complaint', 'reinstated', 'rejected', 'held_final', 'lapsed', 'superseded',
] as const;
export type TargetState = (typeof targetStates)[number];

/** Nothing more is going to happen by itself. */
export const closedStates: ReadonlySet<TargetState> = new Set<TargetState>(['invalid', 'reinstated', 'rejected', 'held_final', 'lapsed', 'superseded']);

/** A hold of this target stands. */
export const heldStates: ReadonlySet<TargetState> = new Set<TargetState>(['unresolved', 'interim_held', 'held', 'waiting_claimant', 'litigation_held', 'held_final']);

export type TargetScope = 'item' | 'story' | 'source' | 'url';

/** One thing that a notice or order names. */
export interface Target {
  readonly targetId: string;
  readonly caseId: string;
  readonly ordinal: number;
  /** As the notice gave it. */
  readonly url: string | null;
  readonly itemId: string | null;
  readonly sourceId: string | null;
  readonly scope: TargetScope;
  readonly state: TargetState;
  /** RFC 3339. */
  readonly stateSince: string;
  /** What the claimant should know about it, as a code of `targetNotes`. */
  readonly note: TargetNote | null;
}

/** What is said about a target beside its state. */
export type TargetNote = 'scope-narrowed' | 'original-younger' | 'not-removal' | 'review-first' | 'order-unverified' | 'no-address' | 'address-too-long' | 'item-unknown' | 'renotice-barred' | 'notifier-suspended';
