import { SessionSeal } from './session.js';

describe('a session', () => {
  const seal = new SessionSeal('secret of all replicas');
  const session = { token: 'a-token-of-somebody', endsAtMs: 2_000 };

  it('is read by every replica with the same secret, until it ends', () => {
    expect(new SessionSeal('secret of all replicas').open(seal.seal(session), 1_999)).toEqual(session);
    expect(seal.open(seal.seal(session), 2_000)).toBeUndefined();
  });

  it('does not show its token', () => {
    expect(Buffer.from(seal.seal(session), 'base64url').toString('latin1')).not.toContain(session.token);
  });

  it('is nothing once a bit of it was changed, or under another secret', () => {
    const bytes = Buffer.from(seal.seal(session), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(seal.open(changed.toString('base64url'), 0)).toBeUndefined();
    }
    expect(new SessionSeal('another').open(seal.seal(session), 0)).toBeUndefined();
    for (const text of ['', 'x', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']) expect(seal.open(text, 0)).toBeUndefined();
  });
});
