import type { PersonRole, Permission } from '../sign-in/visitor.js';

/** Of an account, as much as decides who may change it. */
export interface Grantee {
  readonly accountId: string;
  readonly origin: 'local' | 'oidc';
  readonly roles: readonly PersonRole[];
  readonly disabledAt: Date | null;
}

export type GrantChange =
  | { readonly kind: 'grants'; readonly roles: readonly PersonRole[]; readonly permissions: readonly Permission[] }
  | { readonly kind: 'disable' }
  | { readonly kind: 'enable' }
  | { readonly kind: 'link' };

export type GrantFault = 'unknown' | 'own' | 'provider' | 'no-role' | 'last-operator' | 'disabled';

/**
 * Whether `by` (null: somebody with a role's token) may change an account so; undefined if so, else why not. Nobody
 * changes what they themselves may: that takes a second person. One operator's account stays, always.
 */
export const grantFault = (accounts: readonly Grantee[], accountId: string, by: string | null, change: GrantChange): GrantFault | undefined => {
  const target = accounts.find((one) => one.accountId === accountId);
  if (!target) return 'unknown';
  if (by === accountId) return 'own';
  if (target.origin === 'oidc' && (change.kind === 'grants' || change.kind === 'link')) return 'provider';
  if (change.kind === 'link' && target.disabledAt !== null) return 'disabled';
  if (change.kind === 'grants' && change.roles.length === 0) return 'no-role';
  const takesOperator = change.kind === 'disable' || (change.kind === 'grants' && !change.roles.includes('operator'));
  const isOperator = (one: Grantee): boolean => one.disabledAt === null && one.roles.includes('operator');
  return takesOperator && isOperator(target) && accounts.filter(isOperator).length === 1 ? 'last-operator' : undefined;
};
