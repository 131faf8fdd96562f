import { problem } from '@wiredesk/platform';

/** An hour (UTC) of a list: what one archive document has (RFC 5005 §4). What is in it changes by corrections and removals only. */
export interface Archive {
  readonly from: Date;
  readonly to: Date;
}

const hourMs = 3_600_000;
const form = /^\d{4}-\d{2}-\d{2}T\d{2}$/;

export const archiveOf = (at: Date): Archive => {
  const from = new Date(Math.floor(at.getTime() / hourMs) * hourMs);
  return { from, to: new Date(from.getTime() + hourMs) };
};

/** As an address carries it: `?archive=2026-11-24T08`. */
export const archiveText = ({ from }: Archive): string => from.toISOString().slice(0, 13);

/** Reads `?archive=`. Throws problem 400 for what is no hour. */
export const readArchive = (text: string | undefined): Archive | undefined => {
  if (text === undefined || text === '') return undefined;
  const at = form.test(text) ? new Date(`${text}:00:00Z`) : undefined;
  if (!at || Number.isNaN(at.getTime())) throw problem(400, 'archive-invalid', 'The parameter "archive" is an hour in UTC, 2026-11-24T08; follow the links of the feed.');
  return archiveOf(at);
};
