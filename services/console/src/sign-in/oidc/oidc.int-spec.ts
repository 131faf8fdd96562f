import { createServer, type AddressInfo } from 'node:net';

import { ConfigError, loadConfig, type RunningService } from '@wiredesk/platform';
import { startTestService, testDatabase, testKafka, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleConfig } from '../../console.config.js';
import { consoleService } from '../../console.module.js';
import { migrations } from '../../migrations/index.js';
import { identityProvider, providerClient, type IdentityProvider, type ProviderFault } from '../../testing/identity-provider.js';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

describe('signing in at an identity provider', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let provider: IdentityProvider;
  let url: string;
  const person = { sub: 'u-17', preferred_username: 'Li.Na', name: '李娜', groups: ['newsroom', 'tennis'] };

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    provider = await identityProvider(`${url}/sign-in/oidc/callback`);
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    service = await startTestService({
      definition: consoleService,
      database,
      kafka,
      environment: {
        PORT: String(port), PUBLIC_URL: url, OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: providerClient.id, OIDC_CLIENT_SECRET: providerClient.secret, OIDC_NAME: 'Paper SSO',
        OIDC_ROLES: JSON.stringify({ newsroom: ['editor', 'payloads'], ops: ['operator'] }),
      },
    });
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
    await provider.close();
  });

  const get = (address: string, cookie = '') => fetch(address, { redirect: 'manual', headers: { cookie, accept: 'text/html' } });
  const cookiesOf = (answer: Response): string[] => answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const locationOf = (answer: Response): string => answer.headers.get('location') ?? '';

  /** What a browser does: to the provider, and back with its cookie. */
  const there = async (to = '/account?lang=en'): Promise<{ back: string; cookie: string }> => {
    const begun = await get(`${url}/sign-in/oidc?to=${encodeURIComponent(to)}`);
    const authorized = await get(locationOf(begun));
    return { back: locationOf(authorized), cookie: cookiesOf(begun)[0] ?? '' };
  };
  const signIn = async (claims: object, fault?: ProviderFault): Promise<{ location: string; session: string }> => {
    provider.next = { claims: { ...claims }, ...(fault ? { fault } : {}) };
    const { back, cookie } = await there();
    const answer = await get(back, cookie);
    return { location: locationOf(answer), session: cookiesOf(answer).find((one) => one.startsWith('wiredesk_console=')) ?? '' };
  };
  const reasons = async (): Promise<string[]> => ((await database.dataSource.query("select o.detail from act join act_outcome o using (act_id) where o.outcome = 'refused' order by act.at, act.act_id")) as { detail: string }[]).map(({ detail }) => detail);
  const accounts = async (): Promise<unknown> => database.dataSource.query('select name, display_name, origin, roles, permissions, password_hash from account order by created_at');

  it('lets in who has a role by their groups, back to where they were, with an account of their own', async () => {
    expect(await (await get(`${url}/sign-in?lang=en`)).text()).toContain('Sign in with Paper SSO');
    const { location, session } = await signIn(person);
    expect(location).toBe('/account?lang=en');
    const page = await (await get(`${url}${location}`, session)).text();
    for (const text of ['李娜', 'console:li.na', 'editor', 'payloads', 'kept by your identity provider']) expect(page).toContain(text);
    expect(await accounts()).toEqual([{ name: 'li.na', display_name: '李娜', origin: 'oidc', roles: ['editor'], permissions: ['payloads'], password_hash: null }]);
  });

  it('takes roles anew each time, and gives a name that somebody has to nobody else', async () => {
    await signIn({ ...person, groups: ['ops'] });
    const { session } = await signIn({ ...person, sub: 'u-18', name: 'Other' });
    expect(await accounts()).toMatchObject([{ name: 'li.na', roles: ['operator'] }, { name: expect.stringMatching(/^li\.na-[0-9a-f]{8}$/), roles: ['editor'] }]);
    expect(await (await get(`${url}/account`, session)).text()).toMatch(/console:li\.na-[0-9a-f]{8}/);
  });

  it.each<[string, ProviderFault, RegExp]>([
    ['no role', { claims: { groups: ['tennis'] } }, /gives no role/],
    ['a nonce of another sign-in', { claims: { nonce: 'another' } }, /nonce/],
    ['a token for another client', { claims: { aud: 'another' } }, /aud/],
    ['a token of another issuer', { claims: { iss: 'https://evil.example' } }, /iss/],
    ['a token that is over', { claims: { iat: 1_700_000_000, exp: 1_700_000_300 } }, /exp|timestamp/],
    ['a signature of a key that is not published', { foreignKey: true }, /signature|verif/],
    ['no signature', { unsigned: true }, /alg/],
    ['a state of another sign-in', { state: 'another' }, /state/],
    ['a refusal there', { denies: true }, /access_denied/],
  ])('refuses %s, and says why in the audit log', async (_what, fault, reason) => {
    const { location, session } = await signIn(person, fault);
    expect([location, session]).toEqual(['/sign-in?failed=oidc', '']);
    expect((await reasons()).at(-1)).toMatch(reason);
  });

  it('refuses a way back that another browser began, and one that is taken twice', async () => {
    provider.next = { claims: person };
    const mine = await there();
    const theirs = await there();
    expect(locationOf(await get(mine.back))).toBe('/sign-in?failed=oidc');
    expect(locationOf(await get(mine.back, theirs.cookie))).toBe('/sign-in?failed=oidc');
    expect(locationOf(await get(theirs.back, theirs.cookie))).toBe('/account?lang=en');
    expect(locationOf(await get(theirs.back, theirs.cookie))).toBe('/sign-in?failed=oidc');
    expect((await reasons()).slice(-3).map((reason) => /not begun in this browser|state|invalid_grant/.test(reason))).toEqual([true, true, true]);
  });

  it('keeps out whom an operator switched off, and goes nowhere else afterwards', async () => {
    await database.dataSource.query("update account set disabled_at = now() where name = 'li.na'");
    expect((await signIn(person)).location).toBe('/sign-in?failed=oidc');
    expect((await reasons()).at(-1)).toMatch(/switched off/);
    await database.dataSource.query('update account set disabled_at = null');
    const { back, cookie } = await there('//evil.example/');
    expect(locationOf(await get(back, cookie))).toBe('/');
  });

  it('is configured with https, or not at all', () => {
    const problemsOf = (environment: Readonly<Record<string, string>>): string => {
      try {
        loadConfig('console', consoleConfig, { ...environment });
        return '';
      } catch (error) {
        return error instanceof ConfigError ? error.problems.filter((one) => one.startsWith('OIDC')).join('\n') : String(error);
      }
    };
    const roles = '{"ops":["operator"]}';
    expect(problemsOf({ OIDC_ISSUER: 'http://sso.paper.example', OIDC_CLIENT_ID: 'x', OIDC_ROLES: roles })).toMatch(/OIDC_ISSUER: https, unless/);
    expect(problemsOf({ OIDC_ISSUER: 'no address', OIDC_CLIENT_ID: 'x', OIDC_ROLES: roles })).toMatch(/OIDC_ISSUER/);
    expect(problemsOf({ OIDC_ISSUER: 'https://sso.paper.example', OIDC_CLIENT_ID: 'x', OIDC_ROLES: '{"ops":["king"]}' })).toMatch(/OIDC_ROLES/);
    expect(problemsOf({ OIDC_ISSUER: 'https://sso.paper.example', OIDC_CLIENT_ID: 'x', OIDC_ROLES: roles })).toBe('');
  });
});
