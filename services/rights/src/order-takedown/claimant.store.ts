import type { Tx } from '@wiredesk/persistence';
import { sha256Hex } from '@wiredesk/platform';

import type { Notice } from './notice.js';

/** For the same kind of claim alone: a photo in a text that was put back may still be claimed. */
const selectBarred = `
select item_id as "itemId" from renotice_bar join takedown_case using (case_id) where renotice_bar.claimant_key = $1 and claim_type = $2 limit 10000`;
const selectSuspended = 'select from notifier where claimant_key = $1 and suspended_until > $2';

/** By what a claimant is known again: a digest of the e-mail address, else of name and telephone; null where there is neither. */
export const claimantKeyOf = ({ claimant }: Pick<Notice, 'claimant'>): string | null => {
  const plain = (text: string | undefined): string => (text ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (plain(claimant.email) !== '') return sha256Hex(`mail:${plain(claimant.email)}`);
  return plain(claimant.name) === '' ? null : sha256Hex(`name:${plain(claimant.name)}|${plain(claimant.phone)}`);
};

/** Items that the claimant may not notify again with a claim of this kind. */
export const barredItemsOf = async (tx: Tx, claimantKey: string | null, claimType: string): Promise<Set<string>> =>
  claimantKey === null ? new Set() : new Set(((await tx.query(selectBarred, [claimantKey, claimType])) as { itemId: string }[]).map(({ itemId }) => itemId));

export const isSuspended = async (tx: Tx, claimantKey: string | null, now: Date): Promise<boolean> =>
  claimantKey !== null && ((await tx.query(selectSuspended, [claimantKey, now])) as unknown[]).length > 0;
