import { openText, sealingKey, sealText } from './sealing.js';

describe('a sealed text', () => {
  const key = sealingKey('session', 'secret of a browser');
  const text = 'a-token-of-somebody';

  it('is opened with its key, for its purpose, and shows nothing without', () => {
    const sealed = sealText(key, text);
    expect(openText(sealingKey('session', 'secret of a browser'), sealed)).toBe(text);
    expect(openText(sealingKey('session', 'another'), sealed)).toBeUndefined();
    expect(openText(sealingKey('oidc', 'secret of a browser'), sealed)).toBeUndefined();
    expect(sealed.toString('latin1')).not.toContain(text);
  });

  it('is nothing once a bit of it was changed', () => {
    const sealed = sealText(key, text);
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(openText(key, changed)).toBeUndefined();
    }
    for (const other of ['', 'x', 'a'.repeat(60)]) expect(openText(key, Buffer.from(other))).toBeUndefined();
  });
});
