import { deterministicId } from '../deterministic-id.js';
import type { LedgerHold } from '../hold-ledger/ledger.store.js';
import type { NewHold } from '../hold-ledger/new-hold.js';
import { readAddress } from '../order-takedown/address.decide.js';
import type { Effect } from './machine.decide.js';
import { regimes, type RegimeName } from './regimes.js';
import type { Target } from './target.js';

export interface Holding {
  readonly target: Target & { readonly number: string; readonly claimType: string; readonly facts: { readonly regime: RegimeName } };
  /** Holds of this target that stand. */
  readonly standing: readonly LedgerHold[];
  readonly storyId: string | null;
  /** Id for a hold that nothing came before. */
  readonly freshId: string;
}

/**
 * The holds that a move places and lifts. A confirmed hold is a legal one of the same scope beside each interim one,
 * which is lifted in the same transaction: there is no moment at which nothing holds.
 */
export const holdsOfMove = (effects: readonly Effect[], holding: Holding): { readonly place: readonly NewHold[]; readonly lift: readonly string[] } => {
  const place: NewHold[] = [];
  const lift: string[] = [];
  for (const effect of effects) {
    if (effect.do === 'lift-holds') lift.push(...holding.standing.map(({ hold }) => hold.holdId));
    if (effect.do === 'place-hold') place.push(...freshHold(holding, effect.class));
    if (effect.do !== 'confirm-hold') continue;
    const interim = holding.standing.filter(({ hold }) => hold.class === 'interim');
    place.push(...interim.map(({ hold }) => ({ ...base(holding, 'legal'), holdId: deterministicId('confirm', hold.holdId), scope: hold.scope, channels: hold.channels, territories: hold.territories })));
    if (interim.length === 0 && holding.standing.length === 0) place.push(...freshHold(holding, 'legal'));
    lift.push(...interim.map(({ hold }) => hold.holdId));
  }
  return { place, lift };
};

const base = ({ target }: Holding, holdClass: 'legal' | 'interim') => ({
  class: holdClass,
  channels: ['*'],
  territories: ['*'],
  httpStatus: 451 as const,
  reasonCode: target.claimType,
  law: regimes[target.facts.regime].law === '' ? null : regimes[target.facts.regime].law,
  placedBy: 'case',
  effectiveFrom: null,
  until: null,
  of: { caseId: target.caseId, caseNumber: target.number, targetId: target.targetId },
  follows: null,
});

/** A hold for a target that has none: smallest scope that the target asks for; nothing for one without an address. */
const freshHold = (holding: Holding, holdClass: 'legal' | 'interim'): NewHold[] => {
  const { target, storyId, freshId } = holding;
  const hold = { ...base(holding, holdClass), holdId: freshId };
  if (target.itemId === null) {
    const address = readAddress({ url: target.url ?? undefined }, '');
    if (address.kind === 'invalid') return [];
    return [{ ...hold, scope: address.kind === 'article' ? { kind: 'item', itemId: address.itemId } : { kind: 'url', url: address.url } }];
  }
  if (target.scope === 'source' && target.sourceId !== null) return [{ ...hold, scope: { kind: 'source', sourceId: target.sourceId } }];
  if (target.scope === 'story' && storyId !== null) return [{ ...hold, scope: { kind: 'story', storyId, itemId: target.itemId } }];
  return [{ ...hold, scope: { kind: 'item', itemId: target.itemId } }];
};
