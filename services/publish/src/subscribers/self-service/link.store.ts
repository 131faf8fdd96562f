import type { DataSource } from 'typeorm';

const insert = 'insert into subscriber_link (digest, subscriber_id, created_at, expires_at) values ($1, $2, $3, $4)';
const select = `
select l.subscriber_id from subscriber_link l join subscriber s on s.id = l.subscriber_id where l.digest = $1 and l.expires_at > $2 and s.state <> 'deleted'`;

const overdue = `
select item_id, publication, created_at, attempts, last_status, last_error from delivery
where subscriber_id = $1 and lane = 0 and acknowledged_at is null and state in ('due', 'sending', 'failed') order by created_at limit 100`;

export interface OpenRemoval {
  readonly item_id: string;
  readonly publication: number;
  readonly created_at: Date;
  readonly attempts: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
}

export const insertLink = async (source: DataSource, digest: Buffer, subscriberId: string, now: Date, expiresAt: Date): Promise<void> => {
  await source.query(insert, [digest, subscriberId, now, expiresAt]);
};

export const subscriberOfLink = async (source: DataSource, digest: Buffer, now: Date): Promise<string | undefined> =>
  ((await source.query(select, [digest, now])) as { subscriber_id: string }[])[0]?.subscriber_id;

export const openRemovalsOf = async (source: DataSource, subscriberId: string): Promise<OpenRemoval[]> => (await source.query(overdue, [subscriberId])) as OpenRemoval[];
