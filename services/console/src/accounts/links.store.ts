import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

type Runner = Pick<DataSource, 'query'> | Tx;

export type LinkPurpose = 'first' | 'invite' | 'reset';

export interface OneTimeLink {
  readonly purpose: LinkPurpose;
  /** Null for the first account, which is made with the link. */
  readonly accountId: string | null;
  readonly name: string | null;
  readonly createdBy: string;
}

const insertLink = 'insert into account_link (digest, purpose, account_id, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)';
const selectLink = `
select l.purpose, l.account_id as "accountId", a.name, l.created_by as "createdBy"
from account_link l left join account a on a.account_id = l.account_id
where l.digest = $1 and l.used_at is null and l.expires_at > $2 and a.disabled_at is null`;
/** The row is locked by the update: of two who open a link at the same moment, one gets it. */
const takeLink = `
update account_link l set used_at = $2 where l.digest = $1 and l.used_at is null and l.expires_at > $2 returning l.purpose`;
/** A newer link makes older ones of the account worthless. */
const spendLinks = 'update account_link set used_at = $2 where account_id = $1 and used_at is null';

export const createLink = async (db: Runner, link: { digest: Buffer; purpose: LinkPurpose; accountId: string | null; by: string; now: Date; expiresAt: Date }): Promise<void> => {
  if (link.accountId !== null) await db.query(spendLinks, [link.accountId, link.now]);
  await db.query(insertLink, [link.digest, link.purpose, link.accountId, link.by, link.now, link.expiresAt]);
};

/** What a link is good for; undefined where it was used, is over, or never was. */
export const linkOf = async (db: Runner, digest: Buffer, now: Date): Promise<OneTimeLink | undefined> => ((await db.query(selectLink, [digest, now])) as OneTimeLink[])[0];

/** Uses a link up; false where somebody else did. */
export const useLink = async (tx: Tx, digest: Buffer, now: Date): Promise<boolean> => {
  const [, count] = (await tx.query(takeLink, [digest, now])) as [unknown, number];
  return count > 0;
};

/** All links of an account, when it is switched off. */
export const spendLinksOf = async (db: Runner, accountId: string, now: Date): Promise<void> => void (await db.query(spendLinks, [accountId, now]));
