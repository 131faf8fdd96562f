import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { MadeKey } from './key.js';
import type { KeyScheme, Source, SourceKey, SourceSettings } from './source.js';

const insertSource = `
insert into source (id, name, settings, created_at, updated_at) values ($1, $2, $3, $4, $4)
on conflict do nothing returning id`;

const updateSource = `
update source set name = $2, settings = $3, updated_at = $4, version = version + 1 where id = $1`;

/** Locked, so that of two changes at once the second one sees the first; pushes (their foreign keys) go on meanwhile. */
const lockSource = 'select settings from source where id = $1 for no key update';

const insertKey = `
insert into source_key (id, source_id, scheme, digest, secret, created_at) values ($1, $2, $3, $4, $5, $6)`;

const endOlderKeys = `
update source_key set expires_at = least(coalesce(expires_at, $4::timestamptz), $4)
where source_id = $1 and scheme = $2 and id <> $3 and revoked_at is null`;

const revoke = 'update source_key set revoked_at = $3 where source_id = $1 and id = $2 and revoked_at is null';
const touch = 'update source set version = version + 1, updated_at = $2 where id = $1';

const selectForCheck = `
select s.id, s.version, s.settings, coalesce(k.keys, '[]') as keys from source s
left join lateral (
  select jsonb_agg(jsonb_build_object('id', id, 'scheme', scheme, 'digest', encode(digest, 'hex'), 'secret', secret, 'expiresAt', expires_at)) as keys
  from source_key where source_id = s.id and revoked_at is null
) k on true
where s.id = any($1::text[])`;

const selectViews = `
select s.id, s.settings, s.created_at, s.updated_at, f.done_at as forwarded_at, f.attempts, f.last_error,
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'scheme', scheme, 'createdAt', created_at, 'expiresAt', expires_at, 'revokedAt', revoked_at) order by created_at), '[]')
   from source_key where source_id = s.id) as keys,
  (select max(received_at) from receipt where source_id = s.id) as last_push_at
from source s left join licence_forwarding f on f.source_id = s.id
where ($1::text is null or s.id = $1) order by s.id limit 1000`;

/** A source as operators see it: never a secret. */
export interface SourceView {
  readonly id: string;
  readonly settings: SourceSettings;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly forwarded_at: Date | null;
  readonly attempts: number | null;
  readonly last_error: string | null;
  readonly keys: readonly { id: string; scheme: KeyScheme; createdAt: string; expiresAt: string | null; revokedAt: string | null }[];
  readonly last_push_at: Date | null;
}

/** False if a source of this id is there already. */
export const createSource = async (tx: Tx, id: string, settings: SourceSettings, now: Date): Promise<boolean> =>
  ((await tx.query(insertSource, [id, settings.name, JSON.stringify(settings), now])) as unknown[]).length === 1;

/** The settings, locked until the transaction ends; undefined if there is no such source. */
export const lockedSettings = async (tx: Tx, id: string): Promise<SourceSettings | undefined> =>
  ((await tx.query(lockSource, [id])) as { settings: SourceSettings }[])[0]?.settings;

export const changeSource = async (tx: Tx, id: string, settings: SourceSettings, now: Date): Promise<void> => {
  await tx.query(updateSource, [id, settings.name, JSON.stringify(settings), now]);
};

export const addKey = async (tx: Tx, sourceId: string, keyId: string, key: MadeKey, now: Date): Promise<void> => {
  await tx.query(insertKey, [keyId, sourceId, key.scheme, key.digest, key.secret, now]);
};

/** The other keys of the scheme work until `at` at most. */
export const endOthers = async (tx: Tx, sourceId: string, scheme: KeyScheme, keyId: string, at: Date): Promise<void> => {
  await tx.query(endOlderKeys, [sourceId, scheme, keyId, at]);
};

/** False if there is no such key, or it was revoked before. */
export const revokeKey = async (tx: Tx, sourceId: string, keyId: string, now: Date): Promise<boolean> => {
  const [, count] = (await tx.query(revoke, [sourceId, keyId, now])) as [unknown, number];
  return count === 1;
};

/** Tells every process that holds this source that it is out of date. */
export const touchSource = async (tx: Tx, id: string, now: Date): Promise<void> => {
  await tx.query(touch, [id, now]);
};

/** What operators see, of one source or of all (1,000 at most). */
export const readViews = async (dataSource: DataSource, id: string | null): Promise<SourceView[]> => (await dataSource.query(selectViews, [id])) as SourceView[];

interface CheckRow {
  readonly id: string;
  readonly version: number;
  readonly settings: SourceSettings;
  readonly keys: readonly { id: string; scheme: KeyScheme; digest: string | null; secret: string | null; expiresAt: string | null }[];
}

/** Sources with their keys that were not revoked, for checking pushes. */
export const readSources = async (dataSource: DataSource, ids: readonly string[]): Promise<Source[]> => {
  const rows = (await dataSource.query(selectForCheck, [ids])) as CheckRow[];
  return rows.map((row) => ({ id: row.id, version: row.version, settings: row.settings, keys: row.keys.map(toKey) }));
};

const toKey = (row: CheckRow['keys'][number]): SourceKey => {
  const head = { id: row.id, expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt) };
  return row.scheme === 'bearer' ? { ...head, scheme: 'bearer', digest: Buffer.from(row.digest ?? '', 'hex') } : { ...head, scheme: row.scheme, secret: row.secret ?? '' };
};
