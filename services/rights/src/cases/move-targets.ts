import type { Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import { holdsOfTargets, liftHolds, lockedSeq, placeHolds, type Emit } from '../hold-ledger/ledger.store.js';
import { standingsOf } from '../when-item-placed-then-follow-its-story/story.store.js';
import { saveCaseEvents } from './case.store.js';
import { holdsOfMove } from './holds-of-move.decide.js';
import { barRenotice, lockJudgedTargets, saveStanding, type JudgedTarget } from './judged-target.store.js';
import { factsAfter, move, type Effect, type Happening, type Moved } from './machine.decide.js';
import { closedStates, type TargetState } from './target.js';

export interface MoveOrder {
  readonly targetIds: readonly string[];
  /** What happens, the same to all, or to each its own. */
  readonly happening: Happening | ((target: JudgedTarget) => Happening);
  readonly actor: string;
  /** For the record of the case; no personal data. */
  readonly reason: string;
  /** When it took effect, where that was before now: the receipt of a counter-notice, say. RFC 3339. */
  readonly effectiveAt?: string;
}

export type MoveOutcome =
  | { readonly targetId: string; readonly ordinal: number; readonly ok: true; readonly state: TargetState }
  | { readonly targetId: string; readonly ordinal: number; readonly ok: false; readonly state: TargetState; readonly code: string; readonly detail: string };

/**
 * Moves targets through the state machine, with all that follows from it: holds, timers, bars, the record. Each target
 * is decided by itself; one that refuses leaves the others alone. The ledger is locked first: whoever changes a target
 * or its holds does, so that none waits for another in a circle.
 */
export const moveTargets = async (tx: Tx, emit: Emit, order: MoveOrder, now: Date): Promise<MoveOutcome[]> => {
  await lockedSeq(tx);
  const targets = await lockJudgedTargets(tx, order.targetIds);
  const at = order.effectiveAt ?? now.toISOString();
  const happeningOf = (target: JudgedTarget): Happening => (typeof order.happening === 'function' ? order.happening(target) : order.happening);
  const judged = targets.map((target) => ({ target, happening: happeningOf(target), moved: move(target.facts, happeningOf(target), order.actor, at) }));
  const moved = judged.flatMap((one) => (one.moved.ok ? [{ ...one, moved: one.moved }] : []));
  await changeHolds(tx, emit, moved, order, now);
  await saveStanding(tx, {
    standings: moved.map(({ target, moved: to }) => {
      const { state, decidedBy, informedAt, complainedOf } = factsAfter(target.facts, to, now.toISOString());
      return { targetId: target.targetId, caseId: target.caseId, state, decidedBy, informedAt, complainedOf, flag: to.effects.flatMap((effect) => (effect.do === 'flag' ? [effect.flag] : []))[0] ?? null };
    }),
    // A window that begins anew takes the place of the one before.
    ended: moved.filter(({ target, moved: to }) => to.to !== target.state || to.effects.some((effect) => effect.do === 'start' && effect.kind === 'window')).map(({ target }) => target.targetId),
    timers: moved.flatMap(({ target, moved: to }) =>
      to.effects.flatMap((effect) => (effect.do === 'start' ? [{ timerId: uuidv7(), caseId: target.caseId, targetId: target.targetId, kind: effect.kind, dueAt: effect.dueAt, calendar: effect.calendar }] : [])),
    ),
    closed: closedStates,
    now,
  });
  await barRenotice(tx, moved.filter(({ moved: to }) => to.effects.some((effect) => effect.do === 'bar-renotice')).map(({ target }) => target), now);
  await saveCaseEvents(
    tx,
    moved.map(({ target, happening, moved: to }) => ({
      eventId: uuidv7(), caseId: target.caseId, targetId: target.targetId, at: now.toISOString(), actor: order.actor, type: happening.type, detail: { from: target.state, to: to.to, reason: order.reason, effectiveAt: at, ...changeOfHold(to.effects) },
    })),
  );
  return judged.map(({ target, moved: to }) => {
    const { targetId, ordinal } = target;
    return to.ok ? { targetId, ordinal, ok: true, state: to.to } : { targetId, ordinal, ok: false, state: target.state, code: to.code, detail: to.detail };
  });
};

/** Whether a restriction began or ended, for those who are to be told. */
const changeOfHold = (effects: readonly Effect[]): { hold?: 'placed' | 'lifted' } => {
  if (effects.some((effect) => effect.do === 'place-hold')) return { hold: 'placed' };
  return effects.some((effect) => effect.do === 'lift-holds') ? { hold: 'lifted' } : {};
};

const changeHolds = async (tx: Tx, emit: Emit, moved: readonly { target: JudgedTarget; moved: Extract<Moved, { ok: true }> }[], order: MoveOrder, now: Date): Promise<void> => {
  const touching = moved.filter(({ moved: to }) => to.effects.some((effect) => effect.do === 'lift-holds' || effect.do === 'place-hold' || effect.do === 'confirm-hold'));
  if (touching.length === 0) return;
  const holds = await holdsOfTargets(tx, touching.map(({ target }) => target.targetId));
  const standing = new Map<string, typeof holds>();
  for (const one of holds) if (one.hold.lift === null && one.targetId !== null) standing.set(one.targetId, [...(standing.get(one.targetId) ?? []), one]);
  const stories = await standingsOf(tx, touching.flatMap(({ target }) => (target.itemId === null ? [] : [target.itemId])));
  const changes = touching.map(({ target, moved: to }) =>
    holdsOfMove(to.effects, { target, standing: standing.get(target.targetId) ?? [], storyId: stories.get(target.itemId ?? '')?.storyId ?? null, freshId: uuidv7() }),
  );
  // Placed before anything is lifted, and all of it committed together.
  await placeHolds(tx, emit, changes.flatMap(({ place }) => place), now);
  await liftHolds(tx, emit, changes.flatMap(({ lift }) => lift), { by: order.actor, reason: order.reason }, now);
};
