import { sha256Hex } from '@wiredesk/platform';
import { sendPrepared, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Image } from './image.decide.js';

/** The same bytes again are there already. */
const insertPicture = `
insert into picture (sha256, type, width, height, size, rights, bytes) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;

const selectPicture = 'select sha256, type, width, height, size, rights, bytes from picture where sha256 = $1';

const insertWanted = `
insert into item_picture (item_id, url_sha256, url) select * from unnest($1::uuid[], $2::text[], $3::text[]) on conflict do nothing`;

/** Counted on entry and put off, so that a crash, or another replica, does not fetch it twice at once. */
const take = `
update item_picture p set attempts = p.attempts + 1, next_attempt_at = $1::timestamptz + interval '120 seconds'
from (
  select item_id, url_sha256 from item_picture where sha256 is null and given_up_at is null and next_attempt_at <= $1
  order by next_attempt_at limit $2 for update skip locked
) due
where p.item_id = due.item_id and p.url_sha256 = due.url_sha256
returning p.item_id as "itemId", p.url_sha256 as "urlSha256", p.url, p.attempts, (select source_id from item where id = p.item_id) as "sourceId"`;

const stored = 'update item_picture set sha256 = $2, last_error = null where url_sha256 = $1 and sha256 is null';
const ofUrl = 'select sha256 from item_picture where url_sha256 = $1 and sha256 is not null limit 1';
const failed = `
update item_picture set last_error = $3, next_attempt_at = coalesce($4, next_attempt_at), given_up_at = case when $4::timestamptz is null then now() end
where item_id = $1 and url_sha256 = $2`;

const selectOfItem = `
select i.url, i.sha256, p.type, p.width, p.height, p.size, p.rights, i.given_up_at is not null as "givenUp", i.last_error as "lastError"
from item_picture i left join picture p on p.sha256 = i.sha256 where i.item_id = $1 order by i.url_sha256 limit 500`;

const insertAsset = `
insert into superdesk_asset (source_id, media_id, sha256) values ($1, $2, $3)
on conflict (source_id, media_id) do update set sha256 = excluded.sha256, received_at = now()`;
const hasAsset = 'select 1 from superdesk_asset where source_id = $1 and media_id = $2';
const assetOf = 'select sha256 from superdesk_asset where source_id = $1 and media_id = any($2::text[]) limit 1';

export interface StoredPicture {
  readonly sha256: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly rights: Image['rights'];
  readonly bytes: Buffer;
}

/** A picture that an item names and that we do not have yet. */
export interface WantedPicture {
  readonly itemId: string;
  readonly urlSha256: string;
  readonly url: string;
  readonly attempts: number;
  readonly sourceId: string;
}

/** One picture of an item: what we have of it, or why not. */
export interface ItemPicture {
  readonly url: string;
  readonly sha256: string | null;
  readonly type: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly size: number | null;
  readonly rights: Image['rights'] | null;
  readonly givenUp: boolean;
  readonly lastError: string | null;
}

/** Stores bytes under their sha256, which is returned. */
export const storePicture = async (source: Tx | DataSource, bytes: Buffer, image: Image): Promise<string> => {
  const sha256 = sha256Hex(bytes);
  await source.query(insertPicture, [sha256, image.type, image.width, image.height, bytes.length, JSON.stringify(image.rights), bytes]);
  return sha256;
};

export const readPicture = async (dataSource: DataSource, sha256: string): Promise<StoredPicture | undefined> => ((await dataSource.query(selectPicture, [sha256])) as StoredPicture[])[0];

/** Notes, in the transaction of the item, which pictures are to be fetched. */
export const wantPictures = (tx: Tx, wanted: readonly { readonly itemId: string; readonly url: string }[]): void => {
  if (wanted.length === 0) return;
  sendPrepared(tx, insertWanted, [wanted.map(({ itemId }) => itemId), wanted.map(({ url }) => sha256Hex(url)), wanted.map(({ url }) => url)]);
};

/** What is due, each ours for two minutes. */
export const takeWanted = async (dataSource: DataSource, now: Date, limit: number): Promise<WantedPicture[]> => {
  const [rows] = (await dataSource.query(take, [now, limit])) as [WantedPicture[], number];
  return rows;
};

/** Every item that names this URL has its picture now. */
export const noteStored = async (dataSource: DataSource, urlSha256: string, sha256: string): Promise<void> => {
  await dataSource.query(stored, [urlSha256, sha256]);
};

/** The picture that another item got from this URL. */
export const storedOfUrl = async (dataSource: DataSource, urlSha256: string): Promise<string | undefined> => ((await dataSource.query(ofUrl, [urlSha256])) as { sha256: string }[])[0]?.sha256;

/** `nextAttemptAt` null: it is given up. */
export const noteNotFetched = async (dataSource: DataSource, wanted: WantedPicture, error: string, nextAttemptAt: Date | null): Promise<void> => {
  await dataSource.query(failed, [wanted.itemId, wanted.urlSha256, error.slice(0, 300), nextAttemptAt]);
};

export const picturesOfItem = async (dataSource: DataSource, itemId: string): Promise<ItemPicture[]> => (await dataSource.query(selectOfItem, [itemId])) as ItemPicture[];

/** Remembers what a Superdesk calls a stored picture. */
export const nameAsset = async (tx: Tx, sourceId: string, mediaId: string, sha256: string): Promise<void> => {
  await tx.query(insertAsset, [sourceId, mediaId, sha256]);
};

export const assetExists = async (dataSource: DataSource, sourceId: string, mediaId: string): Promise<boolean> => ((await dataSource.query(hasAsset, [sourceId, mediaId])) as unknown[]).length === 1;

/** The picture that this Superdesk sent under one of these names. */
export const findAsset = async (dataSource: DataSource, sourceId: string, mediaIds: readonly string[]): Promise<string | undefined> =>
  ((await dataSource.query(assetOf, [sourceId, mediaIds])) as { sha256: string }[])[0]?.sha256;
