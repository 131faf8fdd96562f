import { parseDate } from '../date.js';
import type { Piece, Reading } from '../draft/draft.js';
import { attributeOf, childOf, textAt } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { table } from '../table.js';

type Found = { readonly reason: 'deleted' | 'expired'; readonly at?: string };
type Dialect = (item: XmlElement, reading: Reading) => Found | undefined;

const deleted: Found = { reason: 'deleted' };
const yes = /^(?:1|true|yes|delete[d]?)$/i;

const past = (text: string | undefined, reading: Reading): Found | undefined => {
  const end = parseDate(text, reading.dates)?.at;
  return end !== undefined && Date.parse(end) <= Date.parse(reading.receivedAt) ? { reason: 'expired', at: end } : undefined;
};

/**
 * The ways in which RSS producers say that an item is gone; there is no standard. Each is obeyed only where the source's
 * settings name it, because the same elements mean other things elsewhere (`status` is also the weather's).
 */
const dialects = table<Dialect>({
  'media:status': (item) => (/^(?:deleted|blocked)$/i.test(attributeOf(childOf(item, 'media:status'), 'state') ?? textAt(item, 'media:status') ?? '') ? deleted : undefined),
  status: (item) => (/^(?:0|deleted?)$/i.test(textAt(item, 'status') ?? '') ? deleted : undefined),
  delete: (item) => (yes.test(textAt(item, 'delete') ?? '') ? deleted : undefined),
  'oa:delstatus': (item) => (yes.test(textAt(item, 'oa:delstatus') ?? '') ? deleted : undefined),
  'goonews:delete': (item) => (yes.test(textAt(item, 'goonews:delete') ?? '') ? deleted : undefined),
  'mi:expirationdate': (item, reading) => past(textAt(item, 'mi:expirationdate'), reading),
  enddate: (item, reading) => past(textAt(item, 'enddate', 'mi:enddate'), reading),
});

/** Names for `deletionDialect` of a source. */
export const deletionDialects: readonly string[] = ['media:status', 'status', 'delete', 'oa:delStatus', 'goonews:delete', 'mi:expirationDate', 'endDate'];

/** The removal that an item is, if one of the source's dialects says so. */
export const removalOf = (item: XmlElement, guid: string | undefined, version: string | undefined, reading: Reading): Piece | undefined => {
  if (guid === undefined) return undefined;
  for (const name of reading.source.deletionDialect ?? []) {
    const found = dialects[name.toLowerCase()]?.(item, reading);
    if (found) return { kind: 'removal', guid, ...(version === undefined ? {} : { version }), ...found };
  }
  return undefined;
};
