import type { PublishedAt } from '@wiredesk/content';

import { parseDate, type DateHints } from '../date.js';

/** A date as NITF writes it, `YYYYMMDDTHHMMSS±HHMM`, basic or extended; midnight to the second means that no time was given. */
export const nitfDate = (norm: string | undefined, hints: DateHints): PublishedAt | undefined => {
  const text = norm?.trim() ?? '';
  const day = /^(\d{4})-?(\d{2})-?(\d{2})(?:T00:?00:?00(?:Z|[+-]\d{2}:?\d{2})?|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (day) return parseDate(`${day[1]}-${day[2]}-${day[3]}`, hints);
  const basic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  return parseDate(basic ? `${basic[1]}-${basic[2]}-${basic[3]}T${basic[4]}:${basic[5]}:${basic[6] ?? '00'}${basic[7] ?? ''}` : text, hints);
};
