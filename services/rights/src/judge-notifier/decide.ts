/** What is known of somebody who notifies. Instants are RFC 3339. */
export interface NotifierRecord {
  readonly cases: number;
  readonly upheld: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly warnedAt: string | null;
  readonly suspendedUntil: string | null;
}

export type NotifierOrder = { readonly action: 'warn' } | { readonly action: 'suspend'; readonly days: number } | { readonly action: 'clear' };
export type NotifierDecision = { readonly ok: true; readonly record: Pick<NotifierRecord, 'warnedAt' | 'suspendedUntil'> } | { readonly ok: false; readonly code: string; readonly detail: string };

const dayMs = 86_400_000;
/** Decided notices without which nobody can be said to be "frequently" unfounded. */
const decidedMin = 3;

/**
 * Warns, suspends or clears a notifier. Source: Regulation (EU) 2022/2065 art. 23(2)–(3): only after a prior warning,
 * only who frequently submits manifestly unfounded notices, for a reasonable period. Orders are never affected.
 */
export const decideNotifier = (record: NotifierRecord, order: NotifierOrder, now: string): NotifierDecision => {
  if (order.action === 'clear') return { ok: true, record: { warnedAt: null, suspendedUntil: null } };
  const decided = record.upheld + record.rejected;
  if (decided < decidedMin || record.rejected <= record.upheld) {
    return { ok: false, code: 'not-frequent', detail: `Of this notifier's notices ${record.rejected} were rejected and ${record.upheld} upheld. A warning needs at least ${decidedMin} decided ones, most of them rejected.` };
  }
  if (order.action === 'warn') return { ok: true, record: { warnedAt: now, suspendedUntil: record.suspendedUntil } };
  if (record.warnedAt === null) return { ok: false, code: 'not-warned', detail: 'A notifier is suspended only after a warning. Warn first.' };
  return { ok: true, record: { warnedAt: record.warnedAt, suspendedUntil: new Date(Date.parse(now) + order.days * dayMs).toISOString() } };
};
