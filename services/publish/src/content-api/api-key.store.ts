import type { DataSource } from 'typeorm';

import type { ApiKey, NewApiKey } from './api-key.js';

const insert = 'insert into api_key (id, name, digest, filter, requests_per_minute, created_at) values ($1, $2, $3, $4, $5, $6)';
const byDigest = `
select id, name, filter, requests_per_minute as "requestsPerMinute" from api_key where digest = $1 and revoked_at is null`;
const all = `
select id, name, filter, requests_per_minute as "requestsPerMinute", created_at as "createdAt", revoked_at as "revokedAt" from api_key order by created_at desc limit 1000`;
const revoke = 'update api_key set revoked_at = $2 where id = $1 and revoked_at is null returning id';

export interface ApiKeyView extends ApiKey {
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

export const createApiKey = async (source: DataSource, id: string, digest: Buffer, key: NewApiKey, now: Date): Promise<void> => {
  await source.query(insert, [id, key.name, digest, JSON.stringify(key.filter), key.requestsPerMinute, now]);
};

export const readApiKey = async (source: DataSource, digest: Buffer): Promise<ApiKey | undefined> => ((await source.query(byDigest, [digest])) as ApiKey[])[0];
export const readApiKeys = async (source: DataSource): Promise<ApiKeyView[]> => (await source.query(all)) as ApiKeyView[];

/** False where there is no such key, or it is revoked already. */
export const revokeApiKey = async (source: DataSource, id: string, now: Date): Promise<boolean> => ((await source.query(revoke, [id, now])) as [unknown[], number])[1] === 1;
