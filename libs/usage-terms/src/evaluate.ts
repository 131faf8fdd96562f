import { isActive, type Hold } from './holds.js';
import { includesCode, type RefusalReason, type Use, type Verdict } from './use.js';

/** What a clearance allows; null where the item is not cleared. */
export interface Terms {
  readonly channels: readonly string[];
  readonly territories: readonly string[];
  /** RFC 3339 instants. */
  readonly from: string | null;
  readonly until: string | null;
  /** An instant, `open` for an embargo without a known end, null for none. */
  readonly embargoedUntil: string | null;
}

const reason = (code: RefusalReason['code'], detail: string, httpStatus: RefusalReason['httpStatus'] = 410, holdId: string | null = null): RefusalReason => ({ code, detail, holdId, httpStatus });

/**
 * The gate: `permitted(use, t) = a grant allows and no active hold covers it`, computed anew at each use, so that
 * no order of events and no missed timer can bring back what is held or show what is not due. `holds` are those that
 * cover the use (`HoldIndex.covering`). Unknown means no: without terms nothing is permitted. All reasons are given,
 * holds first, the strictest HTTP status first.
 */
export const evaluate = (use: Use, terms: Terms | null, holds: readonly Hold[]): Verdict => {
  const reasons = [...heldReasons(holds, use.atMs), ...termReasons(use, terms)];
  return reasons.length === 0 ? { permitted: true } : { permitted: false, reasons };
};

const strictness = { 404: 0, 451: 1, 410: 2 } as const;

const heldReasons = (holds: readonly Hold[], atMs: number): RefusalReason[] =>
  holds
    .filter((hold) => isActive(hold, atMs))
    .map((hold) => reason('held', `hold of class ${hold.class}${hold.caseNumber === null ? '' : `, case ${hold.caseNumber}`}`, hold.httpStatus, hold.holdId))
    .sort((a, b) => strictness[a.httpStatus] - strictness[b.httpStatus] || ((a.holdId ?? '') < (b.holdId ?? '') ? -1 : 1));

const termReasons = (use: Use, terms: Terms | null): RefusalReason[] => {
  if (terms === null) return [reason('not-cleared', 'rights has not cleared it')];
  const reasons: RefusalReason[] = [];
  const { embargoedUntil, from, until } = terms;
  if (embargoedUntil === 'open') reasons.push(reason('embargo', 'under an embargo without a known end', 404));
  else if (embargoedUntil !== null && Date.parse(embargoedUntil) > use.atMs) reasons.push(reason('embargo', `under embargo until ${embargoedUntil}`, 404));
  if (from !== null && Date.parse(from) > use.atMs) reasons.push(reason('not-yet', `may be used from ${from}`, 404));
  if (until !== null && Date.parse(until) <= use.atMs) reasons.push(reason('ended', `could be used until ${until}`));
  if (!includesCode(terms.channels, use.channel)) reasons.push(reason('channel', `not for the channel ${use.channel}`));
  if (!includesCode(terms.territories, use.territory)) reasons.push(reason('territory', use.territory === '*' ? 'only for some territories' : `not for ${use.territory}`));
  return reasons;
};

/** The next instant, in milliseconds, at which the verdict may change by time alone; undefined for never. */
export const nextChangeMs = (terms: Terms | null, holds: readonly Hold[], atMs: number): number | undefined => {
  const edges = [terms?.from, terms?.until, terms?.embargoedUntil === 'open' ? null : terms?.embargoedUntil, ...holds.flatMap((hold) => (hold.lift === null ? [hold.effectiveFrom, hold.until] : []))];
  const later = edges.filter((edge) => typeof edge === 'string').map((edge) => Date.parse(edge)).filter((ms) => ms > atMs);
  return later.length === 0 ? undefined : Math.min(...later);
};
