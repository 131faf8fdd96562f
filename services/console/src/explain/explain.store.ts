import type { Hold } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

export interface ItemRow {
  readonly item_id: string;
  readonly source_id: string;
  readonly guid: string | null;
  readonly url_key: string | null;
  readonly story_id: string | null;
}

export interface MomentRow {
  readonly at: Date;
  readonly type: string;
  readonly data: string;
}

const momentsMax = 1_000;
const itemColumns = 'item_id, source_id, guid, url_key, story_id';
const byId = `select ${itemColumns} from item where item_id = $1`;
const byUrlOrGuid = `
select ${itemColumns} from item where url_key = $1 or guid = $2 order by item_id desc limit 20`;
const momentsOf = `
select at, type, data from moment where item_id = $1 order by at, event_id limit ${momentsMax}`;
const holdsUnder = `
select distinct on (h.hold_id) h.state from hold_name n join hold h using (hold_id) where n.name = any($1::text[]) order by h.hold_id`;

/** An item by its id. */
export const findItem = async (dataSource: DataSource, itemId: string): Promise<ItemRow | undefined> => ((await dataSource.query(byId, [itemId])) as ItemRow[])[0];

/** Items that the upstream shows under this URL, or calls so: the newest first, 20 at most. */
export const findItemsBy = async (dataSource: DataSource, urlKey: string | null, guid: string): Promise<ItemRow[]> => (await dataSource.query(byUrlOrGuid, [urlKey, guid])) as ItemRow[];

/** What was said of an item, the oldest first, 1,000 at most. */
export const momentsOfItem = async (dataSource: DataSource, itemId: string): Promise<MomentRow[]> => (await dataSource.query(momentsOf, [itemId])) as MomentRow[];

/** Holds known under these names, lifted ones too. */
export const holdsOf = async (dataSource: DataSource, names: readonly string[]): Promise<Hold[]> => ((await dataSource.query(holdsUnder, [names])) as { state: Hold }[]).map((row) => row.state);
