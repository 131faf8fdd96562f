import { outgoing, type OutgoingEvent, type ReceivedEvent } from '@wiredesk/contracts';
import { clear, type Grant } from '@wiredesk/usage-terms';

import { deterministicId } from '../deterministic-id.js';
import type { KnownItem } from './item.js';

export type ItemEvent = ReceivedEvent<'item.received' | 'item.withdrawn'>;

/** What rights says of an item: within which terms it may be used, or why not. */
export type Answer =
  | {
      readonly kind: 'cleared';
      readonly grantId: string;
      readonly channels: readonly string[];
      readonly territories: readonly string[];
      readonly from: string | null;
      readonly until: string | null;
      readonly embargoedUntil: string | null;
      readonly credit: string | null;
      readonly notice: string | null;
      readonly canonicalLinkRequired: boolean;
    }
  | { readonly kind: 'refused'; readonly reasons: readonly { readonly code: string; readonly detail: string; readonly holdId: string | null }[] };

/** The item after an event; undefined where the event is not newer than what is known. */
export const afterEvent = (known: KnownItem | undefined, event: ItemEvent): KnownItem | undefined => {
  if (known && known.revision >= event.data.revision) return undefined;
  if (event.type === 'item.received') {
    const { itemId, sourceId, guid, revision, url, language, reprintReserved, embargoedUntil, expiresAt, receivedAt } = event.data;
    return {
      itemId, sourceId, guid, revision, standing: 'usable', url, language, reprintReserved, embargoedUntil, expiresAt,
      firstReceivedAt: known?.firstReceivedAt ?? receivedAt, clearance: known?.clearance ?? 0, answer: known?.answer ?? '',
    };
  }
  const { itemId, sourceId, guid, revision, withdrawnAt } = event.data;
  if (known) return { ...known, revision, standing: 'withdrawn' };
  return {
    itemId, sourceId, guid, revision, standing: 'withdrawn', url: null, language: 'und', reprintReserved: false, embargoedUntil: null, expiresAt: null,
    firstReceivedAt: withdrawnAt, clearance: 0, answer: '',
  };
};

/**
 * The answer for an item by the grants of its source. Holds are not asked: they are asked at each use (architecture §6),
 * so that a hold never waits for a clearance and its lift needs none.
 */
export const answerFor = (item: KnownItem, grants: readonly Grant[], atMs: number): Answer => {
  if (item.standing === 'withdrawn') return { kind: 'refused', reasons: [{ code: 'withdrawn', detail: 'the upstream withdrew it', holdId: null }] };
  const decision = clear(item, grants, atMs);
  if (!decision.cleared) return { kind: 'refused', reasons: decision.reasons.map(({ code, detail }) => ({ code, detail: detail.slice(0, 160), holdId: null })) };
  const { grant, terms } = decision;
  const { channels, territories, from, until, embargoedUntil } = terms;
  return {
    kind: 'cleared', grantId: grant.grantId, channels, territories, from, until, embargoedUntil,
    credit: grant.credit, notice: grant.notice, canonicalLinkRequired: grant.canonicalLinkRequired,
  };
};

/** What two answers are compared by. */
export const answerText = (answer: Answer): string => JSON.stringify(answer);

/** The item with its answer of now, and the event that says so; undefined event where the answer is the one given last. */
export const settle = (item: KnownItem, grants: readonly Grant[], now: Date): { readonly item: KnownItem; readonly event: OutgoingEvent | undefined } => {
  const answer = answerFor(item, grants, now.getTime());
  const text = answerText(answer);
  if (text === item.answer) return { item, event: undefined };
  const settled = { ...item, clearance: item.clearance + 1, answer: text };
  return { item: settled, event: clearanceEvent(settled, answer, now) };
};

const clearanceEvent = (item: KnownItem, answer: Answer, now: Date): OutgoingEvent => {
  const { itemId, sourceId, revision, clearance } = item;
  const time = now.toISOString();
  const meta = { id: deterministicId('clearance', itemId, String(clearance), item.answer), time };
  if (answer.kind === 'refused') return outgoing('item.refused', { itemId, sourceId, revision, clearance, reasons: [...answer.reasons], refusedAt: time }, meta);
  const { kind: _kind, channels, territories, ...terms } = answer;
  return outgoing('item.cleared', { itemId, sourceId, revision, clearance, ...terms, channels: [...channels], territories: [...territories], clearedAt: time }, meta);
};
