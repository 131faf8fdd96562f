import { grantFault, type Grantee, type GrantChange } from './grants.decide.js';

const account = (accountId: string, change: Partial<Grantee> = {}): Grantee => ({ accountId, origin: 'local', roles: ['operator'], disabledAt: null, ...change });
const grants = (...roles: ('viewer' | 'editor' | 'operator')[]): GrantChange => ({ kind: 'grants', roles, permissions: [] });

describe('who may change an account', () => {
  const two = [account('a'), account('b')];

  it('is another operator, never its holder', () => {
    expect([grantFault(two, 'b', 'a', grants('viewer')), grantFault(two, 'b', null, grants('viewer'))]).toEqual([undefined, undefined]);
    for (const change of [grants('viewer'), grants('operator'), { kind: 'disable' }, { kind: 'link' }] as const) expect(grantFault(two, 'a', 'a', change)).toBe('own');
  });

  it('leaves one operator who can sign in', () => {
    const others = [account('a'), account('b', { disabledAt: new Date(0) }), account('c', { roles: ['viewer'] })];
    expect([grantFault(others, 'a', null, { kind: 'disable' }), grantFault(others, 'a', 'c', grants('editor')), grantFault(others, 'a', 'c', grants('operator', 'editor'))]).toEqual(['last-operator', 'last-operator', undefined]);
    expect([grantFault(others, 'c', 'a', { kind: 'disable' }), grantFault(others, 'b', 'a', { kind: 'disable' }), grantFault(two, 'a', 'b', { kind: 'disable' })]).toEqual([undefined, undefined, undefined]);
  });

  it('leaves roles and passwords of an identity provider to it, and may still switch the account off', () => {
    const mixed = [account('a'), account('o', { origin: 'oidc' })];
    expect([grants('viewer'), { kind: 'link' } as const, { kind: 'disable' } as const].map((change) => grantFault(mixed, 'o', 'a', change))).toEqual(['provider', 'provider', undefined]);
  });

  it('gives at least one role, and a link only to who can use it', () => {
    expect(grantFault(two, 'b', 'a', grants())).toBe('no-role');
    expect(grantFault([account('a'), account('b', { disabledAt: new Date(0) })], 'b', 'a', { kind: 'link' })).toBe('disabled');
    expect(grantFault(two, 'x', 'a', { kind: 'enable' })).toBe('unknown');
  });
});
