import type { HoldClass, HoldLifted, HoldPlaced } from '@wiredesk/contracts';

export type HoldState = HoldPlaced | HoldLifted;

/** Holds whose material must not come back: somebody's right or a court stands behind them. */
const guardedClasses: readonly HoldClass[] = ['legal', 'order', 'interim'];

/** What dedupe keeps of a hold. */
export interface GuardedHold {
  readonly holdId: string;
  readonly seq: number;
  readonly scope: 'story' | 'item';
  readonly storyId: string | null;
  readonly itemId: string | null;
  /** Its texts are kept down. */
  readonly guards: boolean;
  readonly caseNumber: string | null;
  readonly lifted: boolean;
}

/** The newest state of each hold that speaks of a text: those of a source or an URL do not. Sorted by hold. */
export const guardedHolds = (states: readonly HoldState[]): GuardedHold[] => {
  const newest = new Map<string, HoldState>();
  for (const state of states) {
    const known = newest.get(state.holdId);
    if (!known || state.seq > known.seq) newest.set(state.holdId, state);
  }
  return [...newest.values()].flatMap(guardedHold).sort((a, b) => (a.holdId < b.holdId ? -1 : 1));
};

const guardedHold = ({ holdId, seq, scope, class: holdClass, caseNumber, lift }: HoldState): GuardedHold[] => {
  const state = { holdId, seq, guards: guardedClasses.includes(holdClass), caseNumber, lifted: lift !== null };
  if (scope.kind === 'story') return [{ ...state, scope: 'story', storyId: scope.storyId, itemId: scope.itemId }];
  if (scope.kind === 'item') return [{ ...state, scope: 'item', storyId: null, itemId: scope.itemId }];
  return [];
};
