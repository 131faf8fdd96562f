import { endOfSpan } from '../cases/calendar.decide.js';
import { calendars } from '../cases/calendars.js';
import { regimes, type FormalField, type RegimeName } from '../cases/regimes.js';
import type { TargetNote, TargetScope, TargetState } from '../cases/target.js';
import type { NewHold } from '../hold-ledger/new-hold.js';
import type { Address } from './address.decide.js';
import type { Notice } from './notice.js';
import { isOrder, missingIn, regimeOf } from './regime.decide.js';

/** A target's address with what is known under it. */
export interface ResolvedTarget {
  readonly targetId: string;
  readonly holdId: string;
  /** As the notice gave it. */
  readonly given: string | null;
  readonly address: Address;
  readonly item: { readonly itemId: string; readonly sourceId: string; readonly firstReceivedAt: string } | null;
}

export interface Intake {
  readonly notice: Notice;
  /** A rights officer enters it, having seen the paper. */
  readonly byOfficer: boolean;
  readonly actFirst: boolean;
  readonly defaultRegime: RegimeName;
  readonly targets: readonly ResolvedTarget[];
  /** Items that this claimant may not notify again (条例 art. 17). */
  readonly barredItems: ReadonlySet<string>;
  /** Too many of this claimant's notices were unfounded (DSA art. 23); never stops an order. */
  readonly suspended: boolean;
  readonly caseNumber: string;
  readonly caseId: string;
  /** RFC 3339. */
  readonly now: string;
}

export interface DecidedTarget {
  readonly resolved: ResolvedTarget;
  readonly state: TargetState;
  readonly scope: TargetScope;
  readonly note: TargetNote | null;
  /** Without its scope: in which story an item stands is read under the ledger's lock (`holdScope`). */
  readonly hold: Omit<NewHold, 'scope'> | null;
  /** What is due next; null where nothing is. */
  readonly timer: { readonly kind: 'cure' | 'review'; readonly dueAt: string; readonly calendar: string } | null;
}

export interface Decided {
  readonly regime: RegimeName;
  readonly scope: 'item' | 'story' | 'source';
  readonly missing: readonly FormalField[];
  readonly targets: readonly DecidedTarget[];
}

/**
 * What a notice does, target by target: guards G1 (complete?), G2 (known?), G3 (suspended?),
 * G4 (barred?), G5 (red flags) and G9 (smallest scope) of the
 * rights reference. An incomplete notice is asked to be completed and holds nothing. A complete one holds at once in
 * act-first mode, unless it asks for something else than removal or its original is younger than our own first sight of
 * the item; those wait for a person. An order holds as an order only if an officer entered it: from outside anybody
 * could claim to be a court.
 */
export const decideIntake = (intake: Intake): Decided => {
  const { notice } = intake;
  const regime = regimeOf(notice, intake.defaultRegime);
  const missing = missingIn(notice, regime);
  const narrowed = notice.scope === 'source' && !mayTakeSource(intake);
  const scope = narrowed ? 'item' : notice.scope;
  const targets = intake.targets.map((resolved) => {
    const judged = judge(intake, regime, resolved, missing);
    const note = judged.note ?? (narrowed ? 'scope-narrowed' : null);
    const targetScope: TargetScope = resolved.item === null ? 'url' : scope;
    return { resolved, state: judged.state, scope: targetScope, note, hold: judged.holdClass === null ? null : holdOf(intake, regime, resolved, judged.holdClass), timer: timerOf(intake, regime, judged.state) };
  });
  return { regime, scope, missing, targets };
};

/** Everything of a source goes only by order or contract, and an officer answers for it. */
const mayTakeSource = ({ byOfficer, notice }: Intake): boolean => byOfficer && (isOrder(notice.type) || notice.type === 'contract-termination' || notice.type === 'licence-end');

interface Judged {
  readonly state: TargetState;
  readonly holdClass: 'interim' | 'order' | null;
  readonly note: TargetNote | null;
}

const judge = (intake: Intake, regime: RegimeName, { address, item }: ResolvedTarget, missing: readonly FormalField[]): Judged => {
  const { notice, actFirst, byOfficer } = intake;
  if (address.kind === 'invalid') return { state: 'invalid', holdClass: null, note: address.reason };
  if (missing.length > 0) return { state: 'incomplete', holdClass: null, note: item === null ? 'item-unknown' : null };
  const ordered = isOrder(notice.type);
  if (ordered && !byOfficer) return { state: 'under_review', holdClass: null, note: 'order-unverified' };
  if (item !== null && regime === 'CN_TIAOLI' && intake.barredItems.has(item.itemId)) return { state: 'rejected', holdClass: null, note: 'renotice-barred' };
  if (!ordered && intake.suspended) return { state: 'under_review', holdClass: null, note: 'notifier-suspended' };
  if (!ordered && notice.wanted !== 'remove') return { state: 'under_review', holdClass: null, note: 'not-removal' };
  if (!ordered && !actFirst) return { state: 'under_review', holdClass: null, note: 'review-first' };
  if (item !== null && !ordered && isYounger(notice, item.firstReceivedAt)) return { state: 'under_review', holdClass: null, note: 'original-younger' };
  if (ordered) return { state: 'held', holdClass: 'order', note: item === null ? 'item-unknown' : null };
  return item === null ? { state: 'unresolved', holdClass: 'interim', note: 'item-unknown' } : { state: 'interim_held', holdClass: 'interim', note: null };
};

/**
 * Red flag of back-dated and invented originals: every work that says when it appeared says so after our first sight
 * of the item. A date without a time is taken at its beginning, in the claimant's favour.
 */
const isYounger = ({ works }: Notice, firstReceivedAt: string): boolean => {
  const dates = works.flatMap((work) => (work.firstPublishedAt === undefined ? [] : [work.firstPublishedAt]));
  return dates.length > 0 && dates.every((date) => Date.parse(date) > Date.parse(firstReceivedAt));
};

const holdOf = (intake: Intake, regime: RegimeName, target: ResolvedTarget, holdClass: 'interim' | 'order'): Omit<NewHold, 'scope'> => {
  const { notice, caseId, caseNumber } = intake;
  const law = holdClass === 'order' ? (notice.order?.law ?? null) : regimes[regime].law;
  return {
    holdId: target.holdId,
    class: holdClass,
    channels: ['*'],
    territories: ['*'],
    httpStatus: 451,
    reasonCode: notice.type,
    law: law === '' ? null : law,
    placedBy: holdClass === 'order' ? 'policy:order' : 'policy:act-first',
    effectiveFrom: null,
    until: null,
    of: { caseId, caseNumber, targetId: target.targetId },
    follows: null,
  };
};

/** What a target's hold covers. An item without a story yet is held itself; its story follows (`followingHolds`). */
export const holdScope = (target: DecidedTarget, storyId: string | null): NewHold['scope'] | null => {
  const { address, item } = target.resolved;
  if (item === null) return address.kind === 'invalid' ? null : { kind: 'url', url: address.url };
  if (target.scope === 'source') return { kind: 'source', sourceId: item.sourceId };
  if (target.scope === 'story' && storyId !== null) return { kind: 'story', storyId, itemId: item.itemId };
  return { kind: 'item', itemId: item.itemId };
};

const timerOf = (intake: Intake, regime: RegimeName, state: TargetState): DecidedTarget['timer'] => {
  const rules = regimes[regime];
  const calendar = calendars[rules.calendar];
  const version = `${calendar.id}@${calendar.version}`;
  if (state === 'incomplete') return { kind: 'cure', dueAt: endOfSpan(intake.now, rules.cure, calendar), calendar: version };
  if (state === 'interim_held' || state === 'unresolved' || state === 'under_review') return { kind: 'review', dueAt: endOfSpan(intake.now, rules.review, calendar), calendar: version };
  return null;
};
