import { automaticRelations, type Relation } from '@wiredesk/contracts';
import type { Hold } from '@wiredesk/usage-terms';

import { deterministicId } from '../deterministic-id.js';
import type { LedgerHold } from '../hold-ledger/ledger.store.js';
import type { NewHold } from '../hold-ledger/new-hold.js';

/** Where an item stood and stands. */
export interface Move {
  readonly itemId: string;
  readonly from: { readonly storyId: string; readonly relation: Relation } | null;
  readonly to: { readonly storyId: string; readonly relation: Relation };
}

/** An unlifted hold, with what was asked for by the target that it belongs to. */
export interface StandingHold extends LedgerHold {
  readonly wantedScope: 'item' | 'story' | 'source' | 'url' | null;
}

const follow = (standing: StandingHold, scope: NewHold['scope'], cause: string): NewHold => {
  const { hold } = standing;
  return {
    holdId: deterministicId('follow', hold.holdId, cause),
    class: hold.class,
    scope,
    channels: hold.channels,
    territories: hold.territories,
    httpStatus: hold.httpStatus,
    reasonCode: hold.reasonCode,
    law: hold.law,
    placedBy: 'policy:follow-story',
    effectiveFrom: hold.effectiveFrom,
    until: hold.until,
    of: standing.caseId !== null && standing.targetId !== null && hold.caseNumber !== null ? { caseId: standing.caseId, targetId: standing.targetId, caseNumber: hold.caseNumber } : null,
    follows: hold.holdId,
  };
};

const isStory = (hold: Hold, storyId: string): boolean => hold.scope.kind === 'story' && hold.scope.storyId === storyId;

/**
 * Holds that must be placed because items moved, so that no merge and no split of stories frees what is held:
 * the item that a story hold names took its text to another story: that story is held too;
 * another copy left the held story, or is no copy in it any more: it is held itself, its new story is not;
 * a story was to be held whose item had none yet: now it has.
 */
export const followingHolds = (moves: readonly Move[], standing: readonly StandingHold[]): NewHold[] =>
  moves.flatMap((move) => standing.flatMap((one) => followOne(move, one) ?? []));

const followOne = (move: Move, one: StandingHold): NewHold | undefined => {
  const { scope } = one.hold;
  const { itemId, from, to } = move;
  if (scope.kind === 'item') {
    if (scope.itemId !== itemId || one.wantedScope !== 'story' || from !== null) return undefined;
    return follow(one, { kind: 'story', storyId: to.storyId, itemId }, to.storyId);
  }
  if (scope.kind !== 'story') return undefined;
  const stays = scope.storyId === to.storyId;
  if (stays && (scope.itemId === itemId || automaticRelations.includes(to.relation))) return undefined;
  if (scope.itemId === itemId) return follow(one, { kind: 'story', storyId: to.storyId, itemId }, to.storyId);
  if (from === null || !isStory(one.hold, from.storyId) || !automaticRelations.includes(from.relation)) return undefined;
  return follow(one, { kind: 'item', itemId }, itemId);
};
