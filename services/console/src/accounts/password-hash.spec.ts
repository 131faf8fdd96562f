import { hashPassword, verifyPassword } from './password-hash.js';

describe('a password as it is kept', () => {
  it('is argon2id by the parameters of OWASP, salted', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect([await verifyPassword('correct horse battery', one), await verifyPassword('correct horse batterx', one)]).toEqual([
      { right: true, outdated: false },
      { right: false, outdated: false },
    ]);
  });

  it('is recognised however the keyboard composed it, and after other parameters', async () => {
    const composed = await hashPassword('pässwört-lang-genug');
    expect((await verifyPassword('pässwört-lang-genug'.normalize('NFD'), composed)).right).toBe(true);
    // Of the tests of the reference implementation (P-H-C/phc-winner-argon2, src/test.c).
    const old = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect([await verifyPassword('password', old), await verifyPassword('passwore', old)]).toEqual([
      { right: true, outdated: true },
      { right: false, outdated: true },
    ]);
  });

  it('is nobody\'s where there is no account, or no password yet', async () => {
    expect(await verifyPassword('anything at all', undefined)).toEqual({ right: false, outdated: false });
    expect(await verifyPassword('anything at all', 'plain')).toEqual({ right: false, outdated: false });
  });

  it('is not hashed for everybody at once: who comes when too many wait is told so, and the rest are served', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 24 }, () => verifyPassword('x', undefined)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(22);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'sign-in-busy' } }, { reason: { code: 'sign-in-busy' } }]);
    expect((await verifyPassword('x', undefined)).right).toBe(false);
  });
});
