import type { Caller, Role } from '@wiredesk/platform';

/**
 * What somebody may see beside what their roles let them do: `payloads`, what upstreams and subscribers sent, as it
 * came; `evidence`, what claimants and parties handed in, with their names and addresses.
 */
export const permissions = ['payloads', 'evidence'] as const;
export type Permission = (typeof permissions)[number];

/** Somebody who is signed in, with the token that acts for them. */
export interface Visitor extends Caller {
  readonly token: string;
  readonly permissions: readonly Permission[];
}

/** Of those who sign in with a role's token. Accounts have them one by one. */
export const permissionsOfRoles = (roles: readonly Role[]): readonly Permission[] => [
  ...(roles.includes('operator') ? (['payloads'] as const) : []),
  ...(roles.includes('rights-officer') ? (['evidence'] as const) : []),
];
