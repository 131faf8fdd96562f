import { holdsOfMove } from '../cases/holds-of-move.decide.js';
import { factsAfter, move, type Happening, type TargetFacts, type TimerKind } from '../cases/machine.decide.js';
import type { RegimeName } from '../cases/regimes.js';
import type { TargetState } from '../cases/target.js';
import { decideIntake, holdScope, type ResolvedTarget } from '../order-takedown/decide.js';
import { notice, type Notice } from '../order-takedown/notice.js';
import { readAddress } from '../order-takedown/address.decide.js';
import { happeningOf } from '../when-timer-is-due-then-move/decide.js';
import { World } from './world.js';

export const portal = 'https://portal.example';
/** Everything that any regime asks for. */
export const completeNotice = {
  claimant: { name: 'Ada', email: 'ada@holder.example', address: 'Mill Lane', phone: '1' }, works: [{ title: 'x', urls: ['https://holder.example/x'] }], grounds: 'copied', statements: { goodFaith: true, accuracy: true, authorityUnderPerjury: true }, signature: 'Ada',
};

interface Filed {
  readonly targetId: string;
  readonly itemId: string | null;
  readonly ordinal: number;
  readonly regime: RegimeName;
  facts: TargetFacts;
  note: string | null;
}

interface Timer {
  readonly targetId: string;
  readonly kind: TimerKind;
  readonly dueAt: string;
  done: boolean;
}

/** A world in which notices are filed and decided, as the handlers of intake, decision and timers do. */
export class CaseWorld extends World {
  readonly filed = new Map<string, Filed>();
  readonly timers: Timer[] = [];
  readonly barred = new Set<string>();
  actFirst = true;
  suspended = false;
  private count = 0;

  /** Files a notice about these items or addresses; returns the ids of its targets. */
  file(names: readonly string[], change: object = {}, byOfficer = false): string[] {
    const stated: Notice = notice.parse({ ...completeNotice, targets: names.map((name) => (name.includes('/') || !this.items.has(name) ? name : `${portal}/articles/${name}`)), ...change });
    const resolved = names.map((name): ResolvedTarget => {
      const item = this.items.get(name);
      const targetId = `t${(this.count += 1)}`;
      return { targetId, holdId: `h-${targetId}`, given: name, address: item ? { kind: 'article', itemId: name, url: `${portal}/articles/${name}`, key: `portal.example/articles/${name}` } : readAddress({ url: name }, portal), item: item ? { itemId: name, sourceId: item.sourceId, firstReceivedAt: item.firstReceivedAt } : null };
    });
    const decided = decideIntake({ notice: stated, byOfficer, actFirst: this.actFirst, defaultRegime: 'CN_TIAOLI', targets: resolved, barredItems: this.barred, suspended: this.suspended, caseNumber: 'WD-2222-3333', caseId: 'c', now: this.now.toISOString() });
    decided.targets.forEach((target, ordinal) => {
      const { targetId, item } = target.resolved;
      this.filed.set(targetId, { targetId, itemId: item?.itemId ?? null, ordinal, regime: decided.regime, facts: { state: target.state, regime: decided.regime, decidedBy: null, informedAt: null, complainedOf: null }, note: target.note });
      const scope = holdScope(target, this.stories.get(item?.itemId ?? '')?.storyId ?? null);
      if (target.hold && scope) this.place({ ...target.hold, scope });
      if (target.timer) this.timers.push({ targetId, kind: target.timer.kind, dueAt: target.timer.dueAt, done: false });
    });
    return resolved.map(({ targetId }) => targetId);
  }

  /** What happens to a target; the code of the refusal where it is refused. */
  happen(targetId: string, happening: Happening, actor = 'officer:a', at = this.now.toISOString()): TargetState | { refused: string } {
    const target = this.filed.get(targetId);
    if (!target) throw new Error(`no target ${targetId}`);
    const moved = move(target.facts, happening, actor, at);
    if (!moved.ok) return { refused: moved.code };
    const standing = [...this.standing()].filter(({ holdId }) => this.targetOf.get(holdId) === targetId).map((one) => ({ hold: one, caseId: 'c', targetId }));
    const changes = holdsOfMove(moved.effects, {
      target: { targetId, caseId: 'c', ordinal: target.ordinal, url: null, itemId: target.itemId, sourceId: 's', scope: 'item', state: target.facts.state, stateSince: at, note: null, number: 'WD-2222-3333', claimType: 'copyright', facts: target.facts },
      standing, storyId: null, freshId: `f-${targetId}-${this.lane.length}`,
    });
    for (const one of changes.place) this.place(one);
    for (const holdId of changes.lift) this.lift(holdId);
    const restarts = moved.effects.some((effect) => effect.do === 'start' && effect.kind === 'window');
    if (moved.to !== target.facts.state || restarts) for (const timer of this.timers) if (timer.targetId === targetId) timer.done = true;
    for (const effect of moved.effects) if (effect.do === 'start') this.timers.push({ targetId, kind: effect.kind, dueAt: effect.dueAt, done: false });
    if (moved.effects.some((effect) => effect.do === 'bar-renotice') && target.itemId !== null) this.barred.add(target.itemId);
    target.facts = factsAfter(target.facts, moved, this.now.toISOString());
    return target.facts.state;
  }

  stateOf(targetId: string): TargetState | undefined {
    return this.filed.get(targetId)?.facts.state;
  }

  /** The clock jumps, in one step: nobody ran meanwhile. What fell due is fired after it, in the order of its time, or of chance. */
  jump(ms: number, order: (due: readonly Timer[]) => readonly Timer[] = (due) => due): void {
    this.now = new Date(this.now.getTime() + ms);
    const due = this.timers.filter((timer) => !timer.done && Date.parse(timer.dueAt) <= this.now.getTime()).sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
    for (const timer of order(due)) {
      if (timer.done) continue;
      timer.done = true;
      this.happen(timer.targetId, happeningOf(timer.kind), 'timer');
    }
  }
}
