import type { Permission, PersonRole } from '../visitor.js';

/** Value of the claim → what it gives here. */
export type RoleMap = Readonly<Record<string, readonly (PersonRole | Permission)[]>>;

export interface Grants {
  readonly roles: readonly PersonRole[];
  readonly permissions: readonly Permission[];
}

const valuesMax = 1_000;
const roles: readonly PersonRole[] = ['viewer', 'editor', 'rights-officer', 'operator'];
const permissions: readonly Permission[] = ['payloads', 'evidence'];

/** What the claims of an identity provider give here; no roles where the claim is not there or names nothing that is known. */
export const grantsOf = (claims: Readonly<Record<string, unknown>>, path: string, map: RoleMap): Grants => {
  const given = new Set(valuesAt(claims, path).flatMap((value) => (Object.hasOwn(map, value) ? (map[value] ?? []) : [])));
  return { roles: roles.filter((role) => given.has(role)), permissions: permissions.filter((permission) => given.has(permission)) };
};

/** The claim of this name, or, where there is none, the one that its dots lead to. */
const valuesAt = (claims: Readonly<Record<string, unknown>>, path: string): readonly string[] => {
  const deep = path.split('.').reduce<unknown>((value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined), claims);
  const found = Object.hasOwn(claims, path) ? claims[path] : deep;
  const values = Array.isArray(found) ? found.slice(0, valuesMax) : typeof found === 'string' ? found.split(/[\s,]+/) : [];
  return values.filter((value): value is string => typeof value === 'string');
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** The account name that is proposed for somebody: what they are called there, as far as names here allow it. */
export const nameOf = (claims: Readonly<Record<string, unknown>>): string => {
  for (const claim of ['preferred_username', 'email', 'sub']) {
    const value = claims[claim];
    const name = typeof value === 'string' ? value.toLowerCase().replace(/[^a-z0-9._@+-]/g, '-').replace(/^[^a-z0-9]+/, '').slice(0, 90) : '';
    if (name.length >= 2) return name;
  }
  return 'somebody';
};

/** How somebody is shown. */
export const displayNameOf = (claims: Readonly<Record<string, unknown>>): string => {
  const value = claims['name'];
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 100) : nameOf(claims);
};
