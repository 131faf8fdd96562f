import type { AuditFilter, Outcome } from './audit.store.js';

/** The audit screen's query, as its address says it. */
export interface AuditQuery {
  readonly actor: string;
  readonly act: string;
  readonly target: string;
  readonly outcome: Outcome | '';
  /** Days, UTC: `2026-11-25`; the last one is included. */
  readonly from: string;
  readonly until: string;
  readonly cursor: string;
}

const dayMs = 86_400_000;
const outcomes: readonly string[] = ['done', 'refused', 'unknown'];

const dayOf = (text: string): Date | undefined => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at);
};

/** Reads a query; what is not understood counts as not asked for, and is not shown as if it were. */
export const readAuditQuery = (sent: Readonly<Record<string, unknown>>): AuditQuery => {
  const text = (name: string): string => (typeof sent[name] === 'string' ? sent[name].trim().slice(0, 300) : '');
  const outcome = text('outcome');
  return {
    actor: text('actor'),
    act: text('act'),
    target: text('target'),
    outcome: outcomes.includes(outcome) ? (outcome as Outcome) : '',
    from: dayOf(text('from')) ? text('from') : '',
    until: dayOf(text('until')) ? text('until') : '',
    cursor: placeOf(text('cursor')) ? text('cursor') : '',
  };
};

export const filterOf = (query: AuditQuery): AuditFilter => {
  const until = dayOf(query.until);
  return {
    actor: query.actor || undefined,
    act: query.act || undefined,
    target: query.target || undefined,
    outcome: query.outcome || undefined,
    from: dayOf(query.from),
    until: until && new Date(until.getTime() + dayMs),
  };
};

/** Where a page ends, as its link says it: milliseconds and the id of the last act. */
export const cursorOf = (last: { readonly at: Date; readonly actId: string }): string => `${last.at.getTime()}.${last.actId}`;

/** Undefined for what is no place. */
export const placeOf = (cursor: string): { readonly at: Date; readonly actId: string } | undefined => {
  const [, ms = '', actId = ''] = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  return actId === '' ? undefined : { at: new Date(Number(ms)), actId };
};

/**
 * A row of CSV (RFC 4180). What a spreadsheet would take for a formula is led by an apostrophe: names and reasons are
 * typed by others.
 */
export const csvRow = (cells: readonly string[]): string => `${cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
