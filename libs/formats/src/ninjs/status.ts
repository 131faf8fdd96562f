import type { Warning } from '@wiredesk/content';

import { parseDate } from '../date.js';
import type { Reading } from '../draft/draft.js';
import { isObject, textOf, type JsonObject } from '../json/read-json.js';

export type Status =
  | { readonly kind: 'usable' }
  | { readonly kind: 'removal'; readonly reason: 'canceled' | 'withheld' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** What may be done with an item (names of fields in lower case). `withheld` recalls as `canceled` does; both beat everything else in it. */
export const statusOf = (item: JsonObject): Status => {
  const status = (textOf(item['pubstatus']) ?? 'usable').trim().toLowerCase().replace(/^stat:/, '');
  if (status === 'canceled' || status === 'cancelled') return { kind: 'removal', reason: 'canceled' };
  if (status === 'withheld') return { kind: 'removal', reason: 'withheld' };
  if (status !== 'usable' && status !== 'embargoed') {
    return { kind: 'refused', code: 'status-unknown', detail: `has the pubstatus "${status.slice(0, 40)}", which is none of usable, withheld, canceled.` };
  }
  const type = textOf(item['type'])?.toLowerCase();
  const hasText = Object.keys(item).some((name) => /^body_|^bodies$/.test(name));
  if (type === 'planning' || type === 'event' || ((isObject(item['eventdetails']) || Array.isArray(item['plannedcoverage'])) && !hasText)) {
    return { kind: 'refused', code: 'no-article', detail: `is ${type === 'planning' || Array.isArray(item['plannedcoverage']) ? 'planning' : 'an event'}, not an article; it is kept as it was sent, and not published.` };
  }
  if (type === 'composite' && !hasText) return { kind: 'refused', code: 'no-article', detail: 'is a package; its members come as items of their own. It is kept as it was sent, and not published.' };
  if (Array.isArray(item['signals']) && !(item['signals'] as unknown[]).includes('newscontent')) {
    return { kind: 'refused', code: 'advisory', detail: 'has signals without "newscontent": an advisory for editors. It is kept as it was sent, and not published.' };
  }
  return { kind: 'usable' };
};

/** Until when an item may not be used: an instant, or `open` where an end is not known or cannot be read. */
export const embargoOf = (item: JsonObject, reading: Reading): { readonly until?: string; readonly warnings: readonly Warning[] } => {
  const text = textOf(item['embargoeduntil']) ?? textOf(item['embargoed']);
  if (text === undefined) return textOf(item['pubstatus'])?.toLowerCase() === 'embargoed' ? { until: 'open', warnings: [] } : { warnings: [] };
  const date = parseDate(text, reading.dates);
  if (date) return { until: date.at, warnings: [] };
  return { until: 'open', warnings: [{ code: 'embargo-unreadable', detail: `the end of the embargo is "${text.slice(0, 60)}"; held until a later version says otherwise` }] };
};
