import type { Caller, Role } from '@wiredesk/platform';

/**
 * What somebody may see beside what their roles let them do: `payloads`, what upstreams and subscribers sent, as it
 * came; `evidence`, what claimants and parties handed in, with their names and addresses.
 */
export const permissions = ['payloads', 'evidence'] as const;
export type Permission = (typeof permissions)[number];

/** Roles that a person may have. */
export const peopleRoles = ['viewer', 'editor', 'rights-officer', 'operator'] as const satisfies readonly Role[];
export type PersonRole = (typeof peopleRoles)[number];

/** Somebody who is signed in, with the token that acts for them. */
export interface Visitor extends Caller {
  /** Shown on the page. */
  readonly name: string;
  /** As it is noted, here and by the other services: `admin` of a token, `console:li.na` of an account. */
  readonly actor: string;
  /** Accepted by the other services in the visitor's roles: the role's own token, or one that is made for this request. */
  readonly token: string;
  readonly permissions: readonly Permission[];
  readonly sessionId: string;
  /** Null for who signed in with a role's token. */
  readonly accountId: string | null;
  /** From where the request came. */
  readonly address: string;
}

/** Of those who sign in with a role's token. Accounts have them one by one. */
export const permissionsOfRoles = (roles: readonly Role[]): readonly Permission[] => [
  ...(roles.includes('operator') ? (['payloads'] as const) : []),
  ...(roles.includes('rights-officer') ? (['evidence'] as const) : []),
];
