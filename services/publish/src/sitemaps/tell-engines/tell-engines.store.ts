import type { Tx } from '@wiredesk/persistence';

/** One replica tells at a time. */
const enginesLock = 0x7764696e;
const tryLock = `select pg_try_advisory_xact_lock(${enginesLock}) as locked`;
const read = 'select told_to as at, told_item_id as "itemId" from index_now';
const begin = 'insert into index_now (one, told_to, told_item_id) values (true, $1, $2) on conflict do nothing';
const write = 'update index_now set told_to = $1, told_item_id = $2';

/** Along the index article_changed, backwards: within one moment the greater id comes first. */
const changed = `
select item_id as "itemId", changed_at as "changedAt" from article
where first_live_at is not null and changed_at >= $1 and (changed_at > $1 or item_id < $2::uuid) and changed_at <= $3
order by changed_at, item_id desc limit $4`;

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** How far engines were told: everything before `at`, and at that moment every id from `itemId` on. */
export interface Told {
  readonly at: Date;
  readonly itemId: string;
}

export const lockEngines = async (tx: Tx): Promise<boolean> => ((await tx.query(tryLock)) as { locked: boolean }[])[0]?.locked ?? false;

/** Where to go on; from `now` where nothing was ever told: engines find the rest in the site map. */
export const readTold = async (tx: Tx, now: Date): Promise<Told> => {
  const [told] = (await tx.query(read)) as Told[];
  if (told) return told;
  await tx.query(begin, [now, lastId]);
  return { at: now, itemId: lastId };
};

export const readChanged = async (tx: Tx, from: Told, until: Date, limit: number): Promise<{ itemId: string; changedAt: Date }[]> =>
  (await tx.query(changed, [from.at, from.itemId, until, limit])) as { itemId: string; changedAt: Date }[];

export const noteTold = async (tx: Tx, told: Told): Promise<void> => {
  await tx.query(write, [told.at, told.itemId]);
};
