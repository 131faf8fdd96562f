import { problem } from '@wiredesk/platform';

import type { ListPlace, ListRow } from './list.store.js';

const form = /^(\d{1,15})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Where a list goes on, as an address carries it: `?after=<milliseconds>-<item id>`. */
export const placeText = (row: Pick<ListRow, 'sort_at' | 'item_id'>): string => `${row.sort_at?.getTime() ?? 0}-${row.item_id}`;

/** Reads `?after=`. Throws problem 400 for what never came from a list of ours. */
export const readPlace = (text: string | undefined): ListPlace | undefined => {
  if (text === undefined || text === '') return undefined;
  const match = form.exec(text);
  if (!match) throw problem(400, 'place-invalid', 'The parameter "after" is taken from the link to the next page; leave it out to begin with the newest.');
  return { sortAt: new Date(Number(match[1])), itemId: match[2] as string };
};
