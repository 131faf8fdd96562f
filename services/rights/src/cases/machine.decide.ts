import { endOfSpan } from './calendar.decide.js';
import { calendars } from './calendars.js';
import { regimes, type RegimeName, type Span } from './regimes.js';
import { heldStates, type TargetState } from './target.js';

/** What of a target the machine looks at. Instants are RFC 3339. */
export interface TargetFacts {
  readonly state: TargetState;
  readonly regime: RegimeName;
  /** Who decided the merits last; null while nobody did. */
  readonly decidedBy: string | null;
  /** When the parties were told of the decision; complaints run from here. */
  readonly informedAt: string | null;
  /** What stood when a complaint was filed; it goes back there unless the complaint is well founded. */
  readonly complainedOf: TargetState | null;
}

/** What happens to a target (rights reference §7.2). `actor` is a name: `officer:…`, `claimant`, `party`, `timer`. */
export type Happening =
  | { readonly type: 'completed'; readonly to: 'interim_held' | 'unresolved' | 'under_review' | 'rejected' }
  | { readonly type: 'cure-expired' }
  | { readonly type: 'review-due' }
  | { readonly type: 'upheld' }
  | { readonly type: 'rejected' }
  | { readonly type: 'counter-accepted' }
  | { readonly type: 'statement-delivered' }
  | { readonly type: 'window-elapsed' }
  | { readonly type: 'restore-alarm' }
  | { readonly type: 'action-notified' }
  | { readonly type: 'judgment'; readonly outcome: 'for-claimant' | 'for-party' }
  | { readonly type: 'withdrawn' }
  | { readonly type: 'reversed' }
  | { readonly type: 'order-reversed' }
  | { readonly type: 'complaint-filed' }
  | { readonly type: 'complaint-decided'; readonly outcome: 'founded' | 'unfounded' }
  | { readonly type: 'complaint-window-closed' }
  | { readonly type: 'superseded' };
export type HappeningType = Happening['type'];

export type TimerKind = 'cure' | 'review' | 'window' | 'restore-alarm' | 'complaint';

export type Effect =
  /** A legal hold takes the place of the interim one, without a moment between them. */
  | { readonly do: 'confirm-hold' }
  /** Hold what was not held. */
  | { readonly do: 'place-hold'; readonly class: 'interim' | 'legal' }
  | { readonly do: 'lift-holds' }
  | { readonly do: 'start'; readonly kind: TimerKind; readonly dueAt: string; readonly calendar: string }
  | { readonly do: 'bar-renotice' }
  /** Somebody has to look: it is shown in the queue with this word. */
  | { readonly do: 'flag'; readonly flag: 'overdue' | 'restore-now' | 'late-action' };

export type Moved = { readonly ok: true; readonly to: TargetState; readonly effects: readonly Effect[]; readonly decidedBy?: string; readonly informed?: boolean } | { readonly ok: false; readonly code: string; readonly detail: string };

interface Context {
  readonly facts: TargetFacts;
  readonly happening: Happening;
  readonly actor: string;
  readonly now: string;
}

const to = (state: TargetState, effects: readonly Effect[] = [], more: { decidedBy?: string; informed?: boolean } = {}): Moved => ({ ok: true, to: state, effects, ...more });
const refuse = (code: string, detail: string): Moved => ({ ok: false, code, detail });

const start = ({ facts, now }: Context, kind: TimerKind, span: Span): Effect => {
  const calendar = calendars[regimes[facts.regime].calendar];
  return { do: 'start', kind, dueAt: endOfSpan(now, span, calendar), calendar: `${calendar.id}@${calendar.version}` };
};

/** After a decision of the merits both sides are told, and may complain where their rules say so. */
const complaintWindow = (context: Context): Effect[] => {
  const { complaint } = regimes[context.facts.regime];
  return complaint === null ? [] : [start(context, 'complaint', complaint)];
};

const uphold = (context: Context): Moved => to('held', [{ do: 'confirm-hold' }, ...complaintWindow(context)], { decidedBy: context.actor, informed: true });
const reject = (context: Context): Moved =>
  heldStates.has(context.facts.state)
    ? to('reinstated', [{ do: 'lift-holds' }, ...complaintWindow(context)], { decidedBy: context.actor, informed: true })
    : to('rejected', complaintWindow(context), { decidedBy: context.actor, informed: true });
const putBack = (): Moved => to('reinstated', [{ do: 'lift-holds' }]);
const reverse = ({ facts, actor }: Context): Moved =>
  facts.regime === 'ORDER' ? refuse('order-binds', 'An order is taken back by its issuer, not by us. Record "order-reversed" with its reference.') : to('reinstated', [{ do: 'lift-holds' }], { decidedBy: actor, informed: true });
const withdraw = ({ facts }: Context): Moved => (facts.regime === 'ORDER' ? refuse('order-binds', 'An order ends when its issuer takes it back.') : putBack());

const counter = (context: Context): Moved => {
  const rule = regimes[context.facts.regime].counter;
  if (rule.kind === 'none') return refuse('no-counter', 'Against an order its issuer is asked, not we.');
  if (rule.kind === 'complaint') return complain(context);
  if (rule.kind === 'at-once') return to('reinstated', [{ do: 'lift-holds' }, { do: 'bar-renotice' }]);
  if (rule.from === 'statement-delivered') return to('waiting_claimant');
  return to('waiting_claimant', [start(context, 'window', rule.earliest), ...rule.alarms.map((alarm) => start(context, 'restore-alarm', alarm))]);
};

/** The window of 民法典 and 电子商务法 begins when the statement reaches the claimant, not when we got it. */
const delivered = (context: Context): Moved => {
  const rule = regimes[context.facts.regime].counter;
  if (rule.kind !== 'window' || rule.from !== 'statement-delivered') return refuse('no-window', 'Under these rules the window does not begin with the delivery.');
  return to('waiting_claimant', [start(context, 'window', rule.earliest)]);
};

const complain = (context: Context): Moved => {
  const { facts, now } = context;
  const { complaint, calendar } = regimes[facts.regime];
  if (complaint === null) return refuse('no-complaint', 'The rules of this case know no complaint to us; the decision says where else to turn.');
  if (facts.informedAt === null) return refuse('not-decided', 'There is no decision yet to complain of.');
  if (Date.parse(now) > Date.parse(endOfSpan(facts.informedAt, complaint, calendars[calendar]))) return refuse('too-late', 'The time for complaints has passed.');
  return to('complaint', [start(context, 'review', regimes[facts.regime].review)]);
};

/** Guard G8: not by who decided first, and not by a machine. */
const decideComplaint = (context: Context): Moved => {
  const { facts, actor, happening } = context;
  if (!actor.startsWith('officer:')) return refuse('human-only', 'A complaint is decided by a person.');
  if (facts.decidedBy === actor) return refuse('same-decider', 'You decided this first; a complaint is decided by another person.');
  const before = facts.complainedOf ?? 'held';
  const founded = happening.type === 'complaint-decided' && happening.outcome === 'founded';
  if (!founded) return to(before, [], { informed: true });
  return heldStates.has(before) ? to('reinstated', [{ do: 'lift-holds' }], { decidedBy: actor, informed: true }) : to('held', [{ do: 'place-hold', class: 'legal' }], { decidedBy: actor, informed: true });
};

const judged = ({ happening }: Context): Moved => (happening.type === 'judgment' && happening.outcome === 'for-party' ? putBack() : to('held_final'));
const overdue = ({ facts }: Context): Moved => to(facts.state, [{ do: 'flag', flag: 'overdue' }]);
const supersede = (): Moved => to('superseded', [{ do: 'lift-holds' }]);
/** A notice that was completed does what it would have done had it come so (`decideIntake`). */
const completed = (context: Context): Moved => {
  const wanted = context.happening.type === 'completed' ? context.happening.to : 'under_review';
  if (wanted === 'rejected') return to('rejected', [], { informed: true });
  const review = start(context, 'review', regimes[context.facts.regime].review);
  return wanted === 'under_review' ? to('under_review', [review]) : to(wanted, [{ do: 'place-hold', class: 'interim' }, review]);
};

type Rules = Readonly<Partial<Record<HappeningType, (context: Context) => Moved>>>;
const interim: Rules = { upheld: uphold, rejected: reject, 'review-due': overdue, withdrawn: withdraw, reversed: reverse, 'order-reversed': putBack, superseded: supersede, 'counter-accepted': (context) => (regimes[context.facts.regime].counter.kind === 'complaint' ? refuse('not-decided', 'A person decides first; then it can be complained of.') : counter(context)) };

/**
 * The table of the rights reference §7.1: which state becomes which by what. What is not in it is refused. An overdue
 * review only calls for people: nothing is lifted or upheld by silence.
 */
const table: Readonly<Record<TargetState, Rules>> = {
  incomplete: { completed, 'cure-expired': () => to('lapsed'), rejected: reject, withdrawn: () => to('rejected'), superseded: () => to('superseded') },
  invalid: {},
  unresolved: interim,
  interim_held: interim,
  under_review: { upheld: (context) => to('held', [{ do: 'place-hold', class: 'legal' }, ...complaintWindow(context)], { decidedBy: context.actor, informed: true }), rejected: reject, 'review-due': overdue, withdrawn: () => to('rejected'), superseded: () => to('superseded') },
  held: { 'counter-accepted': counter, 'action-notified': () => to('litigation_held'), withdrawn: withdraw, reversed: reverse, 'order-reversed': putBack, 'complaint-filed': complain, 'complaint-window-closed': () => to('held_final'), superseded: supersede },
  waiting_claimant: {
    'statement-delivered': delivered, 'window-elapsed': putBack, 'restore-alarm': () => to('waiting_claimant', [{ do: 'flag', flag: 'restore-now' }]), 'action-notified': () => to('litigation_held'),
    withdrawn: withdraw, reversed: reverse, superseded: supersede,
  },
  litigation_held: { judgment: judged, withdrawn: withdraw, reversed: reverse, 'order-reversed': putBack },
  complaint: { 'complaint-decided': decideComplaint, 'review-due': overdue, withdrawn: ({ facts }) => (facts.complainedOf !== null && heldStates.has(facts.complainedOf) ? putBack() : to('rejected')) },
  // The notice of an action that comes after the restoral changes nothing by itself: a person decides (G7).
  reinstated: { 'complaint-filed': complain, 'action-notified': () => to('reinstated', [{ do: 'flag', flag: 'late-action' }]), 'complaint-window-closed': () => to('reinstated') },
  rejected: { 'complaint-filed': complain, 'complaint-window-closed': () => to('rejected') },
  held_final: { reversed: reverse, withdrawn: withdraw, 'order-reversed': putBack, judgment: ({ happening }) => (happening.type === 'judgment' && happening.outcome === 'for-party' ? putBack() : to('held_final')) },
  lapsed: {},
  superseded: {},
};

/** What a happening makes of a target. `actor` did it; `now` is when it took effect, which starts its timers. */
export const move = (facts: TargetFacts, happening: Happening, actor: string, now: string): Moved => {
  const rule = table[facts.state][happening.type];
  if (!rule) return refuse('not-now', `A target that is "${facts.state}" does not take "${happening.type}".`);
  return rule({ facts, happening, actor, now });
};

/** A target's facts after a move. While a complaint is open, what it complains of is remembered through everything else. */
export const factsAfter = (facts: TargetFacts, moved: Extract<Moved, { ok: true }>, now: string): TargetFacts => ({
  ...facts,
  state: moved.to,
  decidedBy: moved.decidedBy ?? facts.decidedBy,
  informedAt: moved.informed === true ? now : facts.informedAt,
  complainedOf: moved.to !== 'complaint' ? null : facts.state === 'complaint' ? facts.complainedOf : facts.state,
});

/** What may happen to a target in this state, for those who decide. */
export const possible = (state: TargetState): HappeningType[] => Object.keys(table[state]) as HappeningType[];
