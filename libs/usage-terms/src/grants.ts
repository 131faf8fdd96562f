import type { Terms } from './evaluate.js';
import { includesCode } from './use.js';

/** Permission to use a source's material. `*` in a list is all. */
export interface Grant {
  readonly grantId: string;
  readonly sourceId: string;
  readonly channels: readonly string[];
  readonly territories: readonly string[];
  /** BCP 47; `zh` also covers `zh-Hans`. */
  readonly languages: readonly string[];
  /** RFC 3339 instants. */
  readonly from: string | null;
  readonly until: string | null;
  readonly credit: string | null;
  readonly notice: string | null;
  /** Pages must name the original as canonical. */
  readonly canonicalLinkRequired: boolean;
  /** Also for items that say that they may not be reprinted without leave (未经授权不得转载). */
  readonly coversReserved: boolean;
}

/** What of an item a grant asks about. */
export interface GrantedItem {
  readonly sourceId: string;
  readonly language: string;
  readonly reprintReserved: boolean;
  readonly embargoedUntil: string | null;
  readonly expiresAt: string | null;
}

export interface ClearReason {
  readonly code: 'no-grant' | 'grant-ended' | 'language' | 'reprint-reserved' | 'expired';
  readonly detail: string;
}

export type ClearDecision = { readonly cleared: true; readonly grant: Grant; readonly terms: Terms } | { readonly cleared: false; readonly reasons: readonly ClearReason[] };

/** Why this grant does not cover the item; undefined where it does. A window that begins later does cover it, from then on. */
const objection = (grant: Grant, item: GrantedItem, atMs: number): ClearReason | undefined => {
  if (grant.until !== null && Date.parse(grant.until) <= atMs) return { code: 'grant-ended', detail: `the grant ended at ${grant.until}` };
  if (!grant.languages.some((language) => language === '*' || item.language.toLowerCase() === language.toLowerCase() || item.language.toLowerCase().startsWith(`${language.toLowerCase()}-`))) {
    return { code: 'language', detail: `granted for ${grant.languages.join(', ')}, the item is in ${item.language}` };
  }
  if (item.reprintReserved && !grant.coversReserved) return { code: 'reprint-reserved', detail: 'the item says that it may not be reprinted without leave' };
  return undefined;
};

/** Sooner of two instants; null is never. */
const sooner = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
};

/**
 * May an item be used, by which grant and within which terms? Of several grants that cover it the one whose window
 * opens first, then the widest, then the smallest id: the same whatever order they were made in. Holds are not asked
 * here: a clearance says what the licence allows, the gate adds the holds at each use.
 */
export const clear = (item: GrantedItem, grants: readonly Grant[], atMs: number): ClearDecision => {
  if (item.expiresAt !== null && Date.parse(item.expiresAt) <= atMs) return { cleared: false, reasons: [{ code: 'expired', detail: `the upstream ended its use at ${item.expiresAt}` }] };
  const own = grants.filter((grant) => grant.sourceId === item.sourceId);
  if (own.length === 0) return { cleared: false, reasons: [{ code: 'no-grant', detail: 'no grant of this source is known' }] };
  const judged = own.map((grant) => ({ grant, no: objection(grant, item, atMs) }));
  const [best] = judged.filter((entry) => entry.no === undefined).map((entry) => entry.grant).sort(byPreference);
  if (!best) return { cleared: false, reasons: judged.flatMap((entry) => entry.no ?? []).slice(0, 4) };
  const { channels, territories, from, until } = best;
  return { cleared: true, grant: best, terms: { channels, territories, from, until: sooner(until, item.expiresAt), embargoedUntil: item.embargoedUntil } };
};

const startOf = (grant: Grant): number => (grant.from === null ? Number.NEGATIVE_INFINITY : Date.parse(grant.from));
const endOf = (grant: Grant): number => (grant.until === null ? Number.POSITIVE_INFINITY : Date.parse(grant.until));
const width = (grant: Grant): number => (includesCode(grant.channels, '*') ? 1_000 : grant.channels.length) + (includesCode(grant.territories, '*') ? 1_000 : grant.territories.length);

const byPreference = (a: Grant, b: Grant): number => {
  for (const [x, y] of [[startOf(a), startOf(b)], [width(b), width(a)], [endOf(b), endOf(a)]] as const) if (x !== y) return x < y ? -1 : 1;
  return a.grantId < b.grantId ? -1 : 1;
};
