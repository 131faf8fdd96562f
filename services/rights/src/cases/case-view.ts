import type { HoldScope } from '@wiredesk/contracts';
import type { Hold } from '@wiredesk/usage-terms';

import type { LedgerHold } from '../hold-ledger/ledger.store.js';
import { coverageOf, type Coverage } from '../recalled-copies/coverage.decide.js';
import type { RecalledCopy } from '../recalled-copies/copy.store.js';
import type { Case, CaseEvent, Timer } from './case.store.js';
import type { FormalField, RegimeName } from './regimes.js';
import { heldStates, type Target, type TargetNote, type TargetState } from './target.js';

export interface HoldView {
  readonly holdId: string;
  readonly seq: number;
  readonly class: string;
  readonly scope: HoldScope;
  readonly law: string | null;
  readonly placedAt: string;
  readonly liftedAt: string | null;
}

/**
 * How far the removal of a target is. `open`: copies are still owed. `silent`: publish has not said yet which copies
 * there are. `none-known`: the item was never shown, so no copy was ever made. `complete`: all are proven gone.
 * `not-held`: no hold of this target stands.
 */
export type Removal = 'not-held' | 'silent' | 'open' | 'none-known' | 'complete';

export interface TargetView {
  readonly url: string | null;
  readonly title: string | null;
  readonly itemId: string | null;
  readonly scope: string;
  readonly state: TargetState;
  readonly stateSince: string;
  readonly note: TargetNote | null;
  readonly next: { readonly kind: string; readonly dueAt: string } | null;
  readonly holds: readonly HoldView[];
  readonly removal: Removal;
  readonly coverage: Coverage;
}

/** A case as its claimant sees it: no personal data of anybody in it. */
export interface CaseView {
  readonly number: string;
  readonly regime: RegimeName;
  readonly claimType: string;
  readonly scope: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly missing: readonly FormalField[];
  readonly targets: readonly TargetView[];
  readonly coverage: Coverage;
  /** Every target that is held is proven gone, and at least one is held. */
  readonly complete: boolean;
  readonly events: readonly { readonly at: string; readonly type: string; readonly target: number | null }[];
}

export interface CaseFacts {
  readonly one: Case;
  readonly targets: readonly Target[];
  readonly holds: readonly LedgerHold[];
  readonly copies: readonly RecalledCopy[];
  /** By due time. */
  readonly timers: readonly Timer[];
  readonly events: readonly CaseEvent[];
  /** Items that were ever seen in public. */
  readonly shown: ReadonlySet<string>;
  readonly titles: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

/** How long publish may take to say which copies a hold recalls, before silence means that there are none. */
export const silenceMs = 60_000;

/** Puts together what a case's own page shows. A notice may have ten thousand targets: each list is walked once. */
export const caseView = (facts: CaseFacts): CaseView => {
  const { one } = facts;
  const holds = grouped(facts.holds, ({ targetId }) => targetId);
  const copies = grouped(facts.copies, ({ holdId }) => holdId);
  // The earliest of a target wins; alarms are for our own people.
  const timers = new Map([...facts.timers].reverse().filter(({ kind }) => kind !== 'restore-alarm').map((timer) => [timer.targetId, timer]));
  const ordinals = new Map(facts.targets.map((target) => [target.targetId, target.ordinal]));
  const targets = facts.targets.map((target) => targetView(facts, target, (holds.get(target.targetId) ?? []).map(({ hold }) => hold), timers.get(target.targetId), copies));
  const held = targets.filter(({ removal }) => removal !== 'not-held');
  const standing = facts.holds.filter(({ hold }) => hold.lift === null);
  return {
    number: one.number,
    regime: one.regime,
    claimType: one.claimType,
    scope: one.scope,
    openedAt: one.openedAt,
    closedAt: one.closedAt,
    missing: one.missing,
    targets,
    coverage: coverageOf(standing.flatMap(({ hold }) => copies.get(hold.holdId) ?? [])),
    complete: held.length > 0 && held.every(({ removal }) => removal === 'complete' || removal === 'none-known'),
    events: facts.events.map(({ at, type, targetId }) => ({ at, type, target: targetId === null ? null : (ordinals.get(targetId) ?? null) })),
  };
};

const grouped = <T>(entries: readonly T[], keyOf: (entry: T) => string | null): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
};

const targetView = (facts: CaseFacts, target: Target, holds: readonly Hold[], timer: Timer | undefined, copies: ReadonlyMap<string, readonly RecalledCopy[]>): TargetView => {
  const standing = holds.filter((hold) => hold.lift === null);
  const coverage = coverageOf(standing.flatMap((hold) => copies.get(hold.holdId) ?? []));
  const heldSinceMs = Math.max(...standing.map((hold) => Date.parse(hold.placedAt)));
  return {
    url: target.url,
    title: facts.titles.get(target.itemId ?? '') ?? null,
    itemId: target.itemId,
    scope: target.scope,
    state: target.state,
    stateSince: target.stateSince,
    note: target.note,
    next: timer ? { kind: timer.kind, dueAt: timer.dueAt } : null,
    holds: holds.map(({ holdId, seq, class: holdClass, scope, law, placedAt, lift }) => ({ holdId, seq, class: holdClass, scope, law, placedAt, liftedAt: lift?.at ?? null })),
    removal: removalOf({ held: standing.length > 0 && heldStates.has(target.state), coverage, wasShown: target.itemId !== null && facts.shown.has(target.itemId), quietMs: facts.nowMs - heldSinceMs }),
    coverage,
  };
};

const removalOf = (given: { held: boolean; coverage: Coverage; wasShown: boolean; quietMs: number }): Removal => {
  if (!given.held) return 'not-held';
  const { copies, gone } = given.coverage;
  if (copies > 0) return gone === copies ? 'complete' : 'open';
  return given.wasShown || given.quietMs < silenceMs ? 'silent' : 'none-known';
};
