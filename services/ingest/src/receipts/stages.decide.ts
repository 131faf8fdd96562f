import type { ItemOutcome } from '../receive-item/plan.decide.js';
import type { Progress } from './receipt.store.js';

/** One step of an item's way; `at` is RFC 3339. */
export type Stage =
  | { readonly stage: 'received'; readonly at: string }
  | { readonly stage: 'placed'; readonly at: string; readonly storyId: string; readonly relation: string; /** The item that the story shows in its place; null where it is the one. */ readonly duplicateOf: string | null }
  | { readonly stage: 'cleared'; readonly at: string }
  | { readonly stage: 'refused'; readonly at: string; readonly reasons: readonly { readonly code: string; readonly detail: string }[] }
  | { readonly stage: 'published'; readonly at: string; readonly url: string }
  | { readonly stage: 'updated'; readonly at: string }
  | { readonly stage: 'taken_down'; readonly at: string; readonly cause: string; readonly httpStatus: number }
  | { readonly stage: 'restored'; readonly at: string };

/** Where an item stands now, in one word. `waiting`: later services have not said anything yet. */
export type Standing = 'refused-at-the-door' | 'withdrawn' | 'waiting' | 'not-cleared' | 'duplicate' | 'cleared' | 'published' | 'taken-down';

export interface ItemStages {
  readonly standing: Standing;
  /** In the order of their times. */
  readonly stages: readonly Stage[];
  /** Our revision now, where it is not the one of this push any more. */
  readonly supersededBy: number | null;
}

/** The steps that one item of a push has gone through, and where it stands. */
export const stagesOf = (outcome: ItemOutcome, receivedAt: string, progress: Progress | undefined): ItemStages => {
  const received: Stage = { stage: 'received', at: receivedAt };
  if (!progress) return { standing: 'refused-at-the-door', stages: [received], supersededBy: null };
  const later = [...placement(progress), ...clearance(progress), ...publication(progress)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return {
    standing: standingOf(outcome, progress),
    stages: [received, ...later],
    supersededBy: outcome.revision !== null && progress.held_revision > outcome.revision ? progress.held_revision : null,
  };
};

const placement = (progress: Progress): Stage[] => {
  if (!progress.placed_at || progress.story_id === null || progress.relation === null) return [];
  const duplicateOf = progress.canonical_item_id === progress.item_id ? null : progress.canonical_item_id;
  return [{ stage: 'placed', at: progress.placed_at.toISOString(), storyId: progress.story_id, relation: progress.relation, duplicateOf }];
};

const clearance = (progress: Progress): Stage[] => {
  if (!progress.clearance_at) return [];
  const at = progress.clearance_at.toISOString();
  if (progress.clearance_state === 'cleared') return [{ stage: 'cleared', at }];
  return [{ stage: 'refused', at, reasons: (progress.refusal_reasons ?? []).map(({ code, detail }) => ({ code, detail })) }];
};

const publication = (progress: Progress): Stage[] => {
  const stages: Stage[] = [];
  const changedAt = progress.updated_at?.toISOString();
  if (progress.published_at && progress.url !== null) stages.push({ stage: 'published', at: progress.published_at.toISOString(), url: progress.url });
  const downAt = progress.taken_down_at?.toISOString();
  if (downAt !== undefined) stages.push({ stage: 'taken_down', at: downAt, cause: progress.taken_down_cause ?? 'held', httpStatus: progress.taken_down_status ?? 410 });
  if (progress.publication_state !== 'published' || changedAt === undefined || progress.published_at?.toISOString() === changedAt) return stages;
  return [...stages, { stage: downAt !== undefined && changedAt > downAt ? 'restored' : 'updated', at: changedAt }];
};

const standingOf = (outcome: ItemOutcome, progress: Progress): Standing => {
  if (progress.held_state === 'withdrawn') return 'withdrawn';
  if (outcome.outcome === 'refused') return 'refused-at-the-door';
  if (progress.publication_state === 'published') return 'published';
  if (progress.clearance_state === 'refused') return progress.publication_state === 'taken_down' ? 'taken-down' : 'not-cleared';
  if (progress.canonical_item_id !== null && progress.canonical_item_id !== progress.item_id) return 'duplicate';
  if (progress.publication_state === 'taken_down') return 'taken-down';
  return progress.clearance_state === 'cleared' ? 'cleared' : 'waiting';
};
