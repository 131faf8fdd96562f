import { actingKey, signActingToken } from './acting-token.js';
import { Tokens } from './roles.js';

const consoleToken = 'token-of-the-console-itself';
const nowMs = Date.parse('2026-11-25T10:00:00Z');
const tokens = new Tokens(
  [
    { name: 'console', roles: ['service'], token: consoleToken, actsFor: ['viewer', 'editor'] },
    { name: 'dedupe', roles: ['service'], token: 'token-of-dedupe-itself-ok' },
  ],
  () => nowMs,
);
const person = { by: 'console', name: 'console:li.na', roles: ['editor'] as const };
const token = (change: Partial<{ by: string; name: string; roles: readonly ('editor' | 'operator')[] }> = {}, at = nowMs, key = actingKey(consoleToken)): string => signActingToken(key, { ...person, ...change }, at);

describe('a token with which the console acts for a person', () => {
  it('makes the person the caller, and says through whom', () => {
    expect(tokens.callerOf(token())).toEqual({ name: 'console:li.na', roles: ['editor'], through: 'console' });
  });

  it('gives no role that the console may not act in, not even beside one that it may', () => {
    expect(tokens.callerOf(token({ roles: ['operator'] }))).toBeUndefined();
    expect(tokens.callerOf(token({ roles: ['editor', 'operator'] }))).toBeUndefined();
    expect(tokens.callerOf(token({ roles: [] }))).toBeUndefined();
  });

  it('is nothing from a service that may not act for others, nor from one that says it is another', () => {
    const dedupe = actingKey('token-of-dedupe-itself-ok');
    expect(tokens.callerOf(token({ by: 'dedupe' }, nowMs, dedupe))).toBeUndefined();
    expect(tokens.callerOf(token({}, nowMs, dedupe))).toBeUndefined();
    expect(tokens.callerOf(token({ by: 'nobody' }))).toBeUndefined();
  });

  it('ends after two minutes and what clocks may differ', () => {
    expect(tokens.callerOf(token({}, nowMs - 149_000))?.name).toBe('console:li.na');
    expect(tokens.callerOf(token({}, nowMs - 151_000))).toBeUndefined();
    expect(tokens.callerOf(token({}, nowMs + 31_000))).toBeUndefined();
  });

  it('is nothing once any of its characters was changed', () => {
    const good = token();
    for (let i = 'wda_'.length; i < good.length; i += 1) {
      const changed = `${good.slice(0, i)}${good[i] === 'A' ? 'B' : 'A'}${good.slice(i + 1)}`;
      const caller = tokens.callerOf(changed);
      // The last character of base64url carries unused bits: the same bytes may be written in more than one way.
      if (i < good.length - 1) expect(caller).toBeUndefined();
      else expect([undefined, 'console:li.na']).toContain(caller?.name);
    }
    for (const text of ['wda_', 'wda_.', 'wda_e30.e30', `wda_${'x'.repeat(3_000)}`]) expect(tokens.callerOf(text)).toBeUndefined();
  });

  it('leaves the tokens of entries as they were', () => {
    expect(tokens.callerOf(consoleToken)).toEqual({ name: 'console', roles: ['service'] });
    expect(tokens.callerOf('unknown')).toBeUndefined();
  });
});
