import type { NewBody } from '@wiredesk/content-store';
import type { Warning } from '@wiredesk/content';
import type { EventData } from '@wiredesk/contracts';

import { heldForEditor } from '../hold-for-editor/hold.decide.js';
import { decide, decideAgain, decideLate, decideRelease, decideRestore, type Decision, type Incoming, type Known, type Outcome, type Reason } from './decide.js';
import type { IncomingItem } from './incoming-item.js';
import { receivedEvent, withdrawnEvent } from './item-events.decide.js';

/**
 * The words of the external API for what became of an item: an older version changed nothing (with the reason), and an
 * item that came back is a revision.
 */
export type AnsweredOutcome = Exclude<Outcome, 'older' | 'restored'>;

const answered: Readonly<Record<Outcome, AnsweredOutcome>> = {
  new: 'new', revised: 'revised', restored: 'revised', unchanged: 'unchanged', older: 'unchanged', withdrawn: 'withdrawn', refused: 'refused',
};

/** What became of one item of a push. Kept in its receipt and answered to the source. */
export interface ItemOutcome {
  readonly guid: string | null;
  readonly itemId: string | null;
  readonly outcome: AnsweredOutcome;
  /** Our revision after this push; null where nothing is held. */
  readonly revision: number | null;
  readonly reason?: Reason;
  readonly warnings?: readonly Warning[];
}

/** cascade: a removal is obeyed at once. hold: at once, and a person looks at it. ask: only once a person says yes. */
export type WithdrawPolicy = 'cascade' | 'hold' | 'ask';

/** What is put before a person. */
export interface NewReview {
  readonly sourceId: string;
  readonly kind: 'suspected-kill' | 'removal-asked' | 'removal-made' | 'article-held';
  readonly guid: string;
  readonly itemId: string | null;
  readonly receiptId: string;
  /** The headline, or the upstream's reason. */
  readonly about: string;
  /** RFC 3339. */
  readonly openedAt: string;
}

/** A push whose items are to be decided. */
export interface PlannedPush {
  readonly receiptId: string;
  readonly sourceId: string;
  /** RFC 3339. */
  readonly receivedAt: string;
  /** `late`: these bytes came at `receivedAt`, and others may have come since. `again`: what is held may be made of these bytes. `restore`: an operator brings back what was withdrawn. `release`: an editor lets go what waited for him. */
  readonly reading: 'first' | 'late' | 'again' | 'restore' | 'release';
  /** What the source's removals do, see `withdrawPolicy` of its settings; default cascade. */
  readonly withdrawPolicy?: WithdrawPolicy;
  /** Only if the items are held in this revision of ours. */
  readonly ifRevision?: number;
  readonly items: readonly IncomingItem[];
}

/** An item as it is held, and as it will be. */
export interface HeldItem {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string;
  readonly known: Known;
  /** The last revision that has a body; null for a removal that came before its item. */
  readonly bodyRevision: number | null;
  /** Of the push that changed it last. */
  readonly receiptId: string;
  readonly changedAt: string;
}

export type PlannedEvent =
  | { readonly type: 'item.received'; readonly time: string; readonly data: EventData<'item.received'> }
  | { readonly type: 'item.withdrawn'; readonly time: string; readonly data: EventData<'item.withdrawn'> };

/** Everything that one transaction over several pushes will write. */
export interface Plan {
  /** Per push, per item, in their order. */
  readonly outcomes: readonly (readonly ItemOutcome[])[];
  readonly inserted: readonly HeldItem[];
  readonly updated: readonly HeldItem[];
  readonly bodies: readonly NewBody[];
  readonly events: readonly PlannedEvent[];
  readonly reviews: readonly NewReview[];
}

/** Key of an item among those held. */
export const itemKey = (sourceId: string, guid: string): string => `${sourceId}\n${guid}`;

/**
 * Decides several pushes at once, in their order: what an earlier one changes is what a later one finds. `held` has
 * the items of these guids that exist, by `itemKey`; `newId` gives ids for those that do not.
 */
export const planPushes = (pushes: readonly PlannedPush[], held: ReadonlyMap<string, HeldItem>, newId: () => string): Plan => {
  const now = new Map(held);
  const changed = new Set<string>();
  const bodies: NewBody[] = [];
  const events: PlannedEvent[] = [];
  const reviews: NewReview[] = [];

  const planItem = (push: PlannedPush, item: IncomingItem): ItemOutcome => {
    if (item.kind === 'refused') return { guid: item.guid, itemId: null, outcome: 'refused', revision: null, reason: item.reason };
    const key = itemKey(push.sourceId, item.guid);
    const before = now.get(key);
    const decided = decideOne(push, item.incoming, before);
    const asked = decided.outcome === 'withdrawn' && push.withdrawPolicy === 'ask';
    const decision = asked ? waitsForPerson : decided;
    const kind = asked ? 'removal-asked' : reviewKindOf(push, item, decision);
    const next = 'next' in decision ? decision.next : undefined;
    const itemId = before?.itemId ?? newId();
    const changes = decision.outcome !== 'unchanged' && next !== undefined;
    if (next) {
      const bodyRevision = changes && item.kind === 'article' ? next.revision : (before?.bodyRevision ?? null);
      const receiptId = changes || !before ? push.receiptId : before.receiptId;
      const changedAt = changes || !before ? push.receivedAt : before.changedAt;
      now.set(key, { itemId, sourceId: push.sourceId, guid: item.guid, known: next, bodyRevision, receiptId, changedAt });
      changed.add(key);
    }
    if (changes && item.kind === 'article') {
      bodies.push({ itemId, revision: next.revision, language: item.article.language, article: item.article });
      events.push(receivedEvent(push, item, itemId, next.revision, decision.outcome));
    }
    if (changes && item.kind === 'removal') events.push(withdrawnEvent(push, item, itemId, next.revision));
    if (kind) reviews.push({ sourceId: push.sourceId, kind, guid: item.guid, itemId: before || next ? itemId : null, receiptId: push.receiptId, about: item.kind === 'article' ? item.article.title : item.incoming.reason, openedAt: push.receivedAt });
    return {
      guid: item.guid,
      itemId: before || next ? itemId : null,
      outcome: answered[decision.outcome],
      revision: (next ?? before?.known)?.revision ?? null,
      ...('reason' in decision ? { reason: decision.reason } : {}),
      ...warningsOf(item, 'warning' in decision ? decision.warning : undefined),
    };
  };

  const outcomes = pushes.map((push) => push.items.map((item) => planItem(push, item)));
  const states = [...changed].sort().map((key) => now.get(key)).filter((item) => item !== undefined);
  return {
    outcomes,
    inserted: states.filter((item) => !held.has(itemKey(item.sourceId, item.guid))),
    updated: states.filter((item) => held.has(itemKey(item.sourceId, item.guid))),
    bodies,
    events,
    reviews,
  };
};

const waitsForPerson: Decision = {
  outcome: 'unchanged',
  warning: { code: 'removal-asked', detail: 'Removals of this source are made by an operator, who has been asked. Nothing was changed yet.' },
};

const reviewKindOf = (push: PlannedPush, item: IncomingItem, decision: Decision): NewReview['kind'] | undefined => {
  if (decision.outcome === 'withdrawn') return push.withdrawPolicy === 'hold' ? 'removal-made' : undefined;
  const stored = decision.outcome === 'new' || decision.outcome === 'revised' || decision.outcome === 'restored';
  if (!stored || item.kind !== 'article') return undefined;
  const isWarned = (code: string): boolean => item.article.warnings.some((warning) => warning.code === code);
  if (isWarned(heldForEditor)) return 'article-held';
  return isWarned('suspected-kill') && decision.outcome !== 'restored' ? 'suspected-kill' : undefined;
};

/** What is held and came after these bytes is compared with more care: they are old, whatever they are. */
const decideOne = (push: PlannedPush, incoming: Incoming, before: HeldItem | undefined): Decision => {
  if (push.ifRevision !== undefined && push.ifRevision !== before?.known.revision) return { outcome: 'refused', reason: otherRevision(before) };
  if (push.reading === 'restore' && before) return decideRestore(incoming, before.known);
  if (push.reading === 'release' && before) return decideRelease(incoming, before.known);
  if (!before || push.reading === 'first') return decide(incoming, before?.known);
  if (push.reading === 'again' && before.receiptId === push.receiptId) return decideAgain(incoming, before.known);
  return before.changedAt > push.receivedAt || push.reading === 'again' ? decideLate(incoming, before.known) : decide(incoming, before.known);
};

const otherRevision = (before: HeldItem | undefined): Reason => ({
  code: 'other-revision',
  detail: `The item is held in revision ${before?.known.revision ?? 'none'}, not in the one that you name. Read it again, then send your change with its ETag.`,
});

const warningsOf = (item: IncomingItem, more: Reason | undefined): { warnings?: readonly Warning[] } => {
  const warnings = [...(item.kind === 'article' ? item.article.warnings : []), ...(more ? [more] : [])];
  return warnings.length > 0 ? { warnings } : {};
};
