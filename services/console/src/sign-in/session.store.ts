import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Permission, PersonRole } from './visitor.js';

type Runner = Pick<DataSource, 'query'> | Tx;

/** A session as its cookie finds it: of an account, or of a role's token that is sealed with the cookie's secret. */
export type SessionRow = {
  readonly sessionId: string;
  readonly seenAt: Date;
} & (
  | { readonly kind: 'token'; readonly sealedToken: Buffer }
  | { readonly kind: 'account'; readonly accountId: string; readonly name: string; readonly displayName: string; readonly roles: readonly PersonRole[]; readonly permissions: readonly Permission[] }
);

/** A session as its owner sees it. */
export interface SessionView {
  readonly sessionId: string;
  readonly begunAt: Date;
  readonly seenAt: Date;
  readonly address: string;
  readonly agent: string;
}

export interface NewSession {
  readonly digest: Buffer;
  readonly sessionId: string;
  readonly accountId: string | null;
  readonly sealedToken: Buffer | null;
  readonly tokenName: string | null;
  readonly now: Date;
  readonly endsAt: Date;
  readonly address: string;
  readonly agent: string;
}

const sessionsShownMax = 50;

/** An account that was disabled has no session any more, whatever its cookies say. */
const selectSession = `
select s.session_id, s.seen_at, s.sealed_token, a.account_id, a.name, a.display_name, a.roles, a.permissions
from session s left join account a on a.account_id = s.account_id
where s.digest = $1 and s.ends_at > $2 and s.seen_at > $3 and (s.account_id is null or a.disabled_at is null)`;
const insertSession = `
insert into session (digest, session_id, account_id, sealed_token, token_name, begun_at, seen_at, ends_at, address, agent)
values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)`;
const touchSession = 'update session set seen_at = $2 where session_id = $1';
const endOne = 'delete from session where digest = $1';
const endById = `
delete from session where session_id = $1 and (account_id = $2::uuid or token_name = $3)`;
const endOthers = `
delete from session where (account_id = $1::uuid or token_name = $2) and ($3::uuid is null or session_id <> $3)`;
const selectOwn = `
select session_id as "sessionId", begun_at as "begunAt", seen_at as "seenAt", address, agent
from session where (account_id = $1::uuid or token_name = $2) and ends_at > $3 order by seen_at desc limit ${sessionsShownMax}`;
const pruneSessions = 'delete from session where ends_at < $1';

/** The session behind a cookie; undefined where it is over (`now`), was unused since `seenAfter`, or its account is disabled. */
export const sessionOf = async (db: Runner, digest: Buffer, now: Date, seenAfter: Date): Promise<SessionRow | undefined> => {
  const [row] = (await db.query(selectSession, [digest, now, seenAfter])) as {
    session_id: string; seen_at: Date; sealed_token: Buffer | null; account_id: string | null; name: string; display_name: string; roles: PersonRole[]; permissions: Permission[];
  }[];
  if (!row) return undefined;
  const session = { sessionId: row.session_id, seenAt: row.seen_at };
  if (row.account_id === null) return row.sealed_token ? { ...session, kind: 'token', sealedToken: row.sealed_token } : undefined;
  return { ...session, kind: 'account', accountId: row.account_id, name: row.name, displayName: row.display_name, roles: row.roles, permissions: row.permissions };
};

export const createSession = async (db: Runner, one: NewSession): Promise<void> => {
  await db.query(insertSession, [one.digest, one.sessionId, one.accountId, one.sealedToken, one.tokenName, one.now, one.endsAt, one.address, one.agent]);
};

export const noteSeen = async (db: Runner, sessionId: string, now: Date): Promise<void> => void (await db.query(touchSession, [sessionId, now]));
export const endSession = async (db: Runner, digest: Buffer): Promise<void> => void (await db.query(endOne, [digest]));

/** Whose sessions are meant: an account's, or those that were begun with a role's token of this name. */
export type SessionOwner = { readonly accountId: string } | { readonly tokenName: string };
const ownerParams = (owner: SessionOwner): [string | null, string | null] => ('accountId' in owner ? [owner.accountId, null] : [null, owner.tokenName]);

/** Ends one of the owner's sessions; false where it has no such session. */
export const endSessionOf = async (db: Runner, owner: SessionOwner, sessionId: string): Promise<boolean> => {
  const [, count] = (await db.query(endById, [sessionId, ...ownerParams(owner)])) as [unknown, number];
  return count > 0;
};

/** Ends all of the owner's sessions but `keep`; returns how many. */
export const endSessionsOf = async (db: Runner, owner: SessionOwner, keep: string | null): Promise<number> => {
  const [, count] = (await db.query(endOthers, [...ownerParams(owner), keep])) as [unknown, number];
  return count;
};

/** The newest 50, the last used first. */
export const sessionsOf = async (db: Runner, owner: SessionOwner, now: Date): Promise<SessionView[]> => (await db.query(selectOwn, [...ownerParams(owner), now])) as SessionView[];

export const forgetEndedSessions = async (db: Runner, before: Date): Promise<void> => void (await db.query(pruneSessions, [before]));
