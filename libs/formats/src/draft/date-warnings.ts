import type { Warning } from '@wiredesk/content';

import type { Draft, Reading } from './draft.js';

const dayMs = 86_400_000;
/** Before the first of today's news agencies' digital wires, a date is a default of somebody's software. */
const earliestYear = 1900;

/** What is odd about an item's dates. It is taken all the same: the sender may be right. */
export const dateWarnings = (draft: Draft, reading: Reading): readonly Warning[] => {
  const warnings: Warning[] = [];
  const { published } = draft;
  if (published === undefined) return [{ code: 'date-missing', detail: 'no date could be read; the time of receipt stands for it' }];
  if (published.precision === 'assumed') warnings.push({ code: 'date-assumed', detail: `the date was given relative to now, or only to the month; read as ${published.at}` });
  if (Date.parse(published.at) > Date.parse(reading.receivedAt) + dayMs) warnings.push({ code: 'date-in-future', detail: `published ${published.at}, which is still to come. An embargo belongs in its own field` });
  if (Number(published.at.slice(0, 4)) < earliestYear) warnings.push({ code: 'date-absurd', detail: `published ${published.at}` });
  return warnings;
};
