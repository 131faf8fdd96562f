import { createHmac, timingSafeEqual } from 'node:crypto';

import { role, type Role } from '../config/config.js';

/**
 * Somebody for whom one of our own services acts: the console for a person who signed in there. The services accept
 * bearer tokens by role; a person has none, so the console makes one for each request: name and roles, for two minutes,
 * signed with a key that both sides derive from the console's own token. So what a person does is noted in a service's
 * audit as theirs, and whoever reads such a token in a log can do nothing with it a moment later.
 */
export interface ActingFor {
  /** Name of the token entry that signs, as in TOKENS. */
  readonly by: string;
  /** Name that is noted: `console:li.na`. */
  readonly name: string;
  readonly roles: readonly Role[];
}

const prefix = 'wda_';
const lifeMs = 120_000;
/** Clocks of two machines may differ by this. */
const clockSkewMs = 30_000;
const nameCharsMax = 200;
const tokenCharsMax = 2_000;

export const isActingToken = (token: string): boolean => token.startsWith(prefix);

/** The key that signs and proves: of the token, so that there is no further secret to keep, and not the token itself. */
export const actingKey = (token: string): Buffer => createHmac('sha256', token).update('wiredesk acting token v1').digest();

const signature = (key: Buffer, payload: string): Buffer => createHmac('sha256', key).update(payload).digest();

/** A bearer token with which `by` acts for somebody, valid from now for two minutes. */
export const signActingToken = (key: Buffer, acting: ActingFor, nowMs: number): string => {
  const payload = Buffer.from(JSON.stringify({ by: acting.by, name: acting.name.slice(0, nameCharsMax), roles: acting.roles, at: nowMs }), 'utf8').toString('base64url');
  return `${prefix}${payload}.${signature(key, payload).toString('base64url')}`;
};

/**
 * For whom a token acts; undefined unless it was signed with the key of the entry that it names, moments ago.
 * `keyOf`: the key of an entry that may act for others, undefined for all others.
 */
export const readActingToken = (token: string, keyOf: (by: string) => Buffer | undefined, nowMs: number): ActingFor | undefined => {
  if (token.length > tokenCharsMax) return undefined;
  const [payload = '', signed = ''] = token.slice(prefix.length).split('.');
  const claim = claimOf(payload);
  const key = claim && keyOf(claim.by);
  if (!claim || !key) return undefined;
  const given = Buffer.from(signed, 'base64url');
  const wanted = signature(key, payload);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const ageMs = nowMs - claim.at;
  return ageMs < -clockSkewMs || ageMs > lifeMs + clockSkewMs ? undefined : { by: claim.by, name: claim.name, roles: claim.roles };
};

const claimOf = (payload: string): (ActingFor & { at: number }) | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    // Not one of ours: the same as an unknown token.
    return undefined;
  }
  const { by, name, roles, at } = (json ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof by !== 'string' || typeof name !== 'string' || name === '' || name.length > nameCharsMax || typeof at !== 'number' || !Array.isArray(roles)) return undefined;
  const known = roles.map((one) => role.safeParse(one));
  return known.length > 0 && known.every((one) => one.success) ? { by, name, roles: known.map((one) => one.data as Role), at } : undefined;
};
