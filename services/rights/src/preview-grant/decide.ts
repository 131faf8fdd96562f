import type { Grant } from '@wiredesk/usage-terms';

import { answerFor, answerText } from '../clearing/decide.js';
import type { KnownItem } from '../clearing/item.js';

/** What another licence would do to the items of a source. */
export interface GrantPreview {
  readonly items: number;
  /** Cleared now, refused then. */
  readonly goDark: number;
  /** Refused now, cleared then. */
  readonly comeBack: number;
  /** Cleared now and then, within other terms. */
  readonly otherTerms: number;
  readonly sample: readonly { readonly itemId: string; readonly url: string | null; readonly change: 'goes-dark' | 'comes-back' | 'other-terms'; readonly reasons: readonly string[] }[];
}

const sampleMax = 50;

/** Answers every item as if these grants were in force, and compares with the answer that stands. Changes nothing. */
export const previewGrants = (items: readonly KnownItem[], grants: readonly Grant[], atMs: number): GrantPreview => {
  const sample: GrantPreview['sample'][number][] = [];
  const counts = { 'goes-dark': 0, 'comes-back': 0, 'other-terms': 0 };
  for (const item of items) {
    const then = answerFor(item, grants, atMs);
    const isCleared = item.answer.startsWith('{"kind":"cleared"');
    const willBe = then.kind === 'cleared';
    if (item.answer === answerText(then) || (!isCleared && !willBe)) continue;
    const change = isCleared ? (willBe ? ('other-terms' as const) : ('goes-dark' as const)) : ('comes-back' as const);
    counts[change] += 1;
    if (sample.length < sampleMax) sample.push({ itemId: item.itemId, url: item.url, change, reasons: then.kind === 'refused' ? then.reasons.map(({ code }) => code) : [] });
  }
  return { items: items.length, goDark: counts['goes-dark'], comeBack: counts['comes-back'], otherTerms: counts['other-terms'], sample };
};
