import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Permission, PersonRole } from '../sign-in/visitor.js';

type Runner = Pick<DataSource, 'query'> | Tx;

export interface Account {
  readonly accountId: string;
  /** What its holder types to sign in; lower case. */
  readonly name: string;
  readonly displayName: string;
  readonly origin: 'local' | 'oidc';
  readonly roles: readonly PersonRole[];
  readonly permissions: readonly Permission[];
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly signedInAt: Date | null;
  readonly hasPassword: boolean;
}

export interface NewAccount {
  readonly accountId: string;
  readonly name: string;
  readonly displayName: string;
  readonly origin: 'local' | 'oidc';
  readonly subject: string | null;
  readonly passwordHash: string | null;
  readonly roles: readonly PersonRole[];
  readonly permissions: readonly Permission[];
  readonly now: Date;
  readonly by: string;
}

const accountsMax = 1_000;
const columns = `account_id as "accountId", name, display_name as "displayName", origin, roles, permissions, disabled_at as "disabledAt", created_at as "createdAt",
  created_by as "createdBy", signed_in_at as "signedInAt", password_hash is not null as "hasPassword"`;

const selectAll = `select ${columns} from account order by disabled_at is not null, name limit ${accountsMax}`;
/** Locked in the order of their ids: two operators who change each other wait instead of leaving nobody. */
const selectAllLocked = `select ${columns} from account order by account_id limit ${accountsMax} for update`;
const selectOne = `select ${columns} from account where account_id = $1`;
const selectBySubject = `select ${columns} from account where subject = $1`;
const selectPassword = `
select account_id as "accountId", name, roles, password_hash as "passwordHash" from account where name = $1 and origin = 'local' and disabled_at is null`;
const insertAccount = `
insert into account (account_id, name, display_name, origin, subject, password_hash, roles, permissions, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning account_id`;
const updateGrants = 'update account set roles = $2, permissions = $3 where account_id = $1';
const updateName = 'update account set display_name = $2, roles = $3, permissions = $4 where account_id = $1';
const updateDisabled = 'update account set disabled_at = $2 where account_id = $1';
const updatePassword = 'update account set password_hash = $2 where account_id = $1';
const updateSignedIn = 'update account set signed_in_at = $2 where account_id = $1';
const anyOperator = "select exists (select from account where disabled_at is null and 'operator' = any(roles) and (origin = 'oidc' or password_hash is not null)) as any";

/** Everybody, those who are switched off last. */
export const readAccounts = async (db: Runner): Promise<Account[]> => (await db.query(selectAll)) as Account[];
export const lockAccounts = async (tx: Tx): Promise<Account[]> => (await tx.query(selectAllLocked)) as Account[];
export const accountById = async (db: Runner, accountId: string): Promise<Account | undefined> => ((await db.query(selectOne, [accountId])) as Account[])[0];
export const accountBySubject = async (db: Runner, subject: string): Promise<Account | undefined> => ((await db.query(selectBySubject, [subject])) as Account[])[0];

/** What a password is checked against; undefined where there is no local account of this name, or it is switched off. */
export const passwordOf = async (db: Runner, name: string): Promise<{ accountId: string; name: string; roles: PersonRole[]; passwordHash: string | null } | undefined> =>
  ((await db.query(selectPassword, [name])) as { accountId: string; name: string; roles: PersonRole[]; passwordHash: string | null }[])[0];

/** False where the name (or the subject) is taken. */
export const createAccount = async (db: Runner, one: NewAccount): Promise<boolean> => {
  const made = (await db.query(insertAccount, [one.accountId, one.name, one.displayName, one.origin, one.subject, one.passwordHash, one.roles, one.permissions, one.now, one.by])) as unknown[];
  return made.length > 0;
};

export const changeGrants = async (db: Runner, accountId: string, roles: readonly PersonRole[], permissions: readonly Permission[]): Promise<void> => void (await db.query(updateGrants, [accountId, roles, permissions]));
/** What the identity provider says now. */
export const renewAccount = async (db: Runner, accountId: string, displayName: string, roles: readonly PersonRole[], permissions: readonly Permission[]): Promise<void> => void (await db.query(updateName, [accountId, displayName, roles, permissions]));
export const setDisabled = async (db: Runner, accountId: string, at: Date | null): Promise<void> => void (await db.query(updateDisabled, [accountId, at]));
export const setPassword = async (db: Runner, accountId: string, hash: string): Promise<void> => void (await db.query(updatePassword, [accountId, hash]));
export const noteSignedIn = async (db: Runner, accountId: string, at: Date): Promise<void> => void (await db.query(updateSignedIn, [accountId, at]));

/** Whether an operator can sign in with an account. */
export const hasOperator = async (db: Runner): Promise<boolean> => ((await db.query(anyOperator)) as { any: boolean }[])[0]?.any ?? false;
