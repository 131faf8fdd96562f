import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { uuidv7, type RunningService } from '@wiredesk/platform';
import { fakeClock, startTestService, testDatabase, testKafka, testTokens, type FakeClock, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleService } from '../console.module.js';
import { migrations } from '../migrations/index.js';
import { serve, type Served } from '../testing/serve.js';

const password = 'correct horse battery staple';

describe('accounts of the console, on real Postgres', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let clock: FakeClock;
  /** Stands where rights and publish would: keeps who asked. */
  let other: Served;
  let firstLink: string;
  const linkFile = join(tmpdir(), `first-link-${uuidv7()}`);

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    clock = fakeClock(new Date().toISOString());
    other = await serve(() => ({ status: 200, body: '{"keys":[]}' }));
    const environment = { INGEST_URL: other.url, RIGHTS_URL: other.url, DEDUPE_URL: other.url, PUBLISH_URL: other.url, FIRST_LINK_FILE: linkFile };
    service = await startTestService({ definition: consoleService, database, kafka, clock, environment });
    firstLink = new URL((await readFile(linkFile, 'utf8')).trim()).pathname;
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
    await other.close();
    await rm(linkFile, { force: true });
  });

  const get = (path: string, cookie = '') => fetch(`${service.url}${path}`, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
  const post = (path: string, fields: Readonly<Record<string, string>> | [string, string][], cookie = '', headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${service.url}${path}`, { method: 'POST', redirect: 'manual', headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams(fields) });
  const cookieOf = (answer: Response): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const signIn = (name: string, typed = password) => post('/sign-in', { name, password: typed, to: '/account' });
  const linkIn = (page: string): string => new URL(/http[^<\s]+\/welcome\/[\w-]+/.exec(page)?.[0] ?? 'http://no-link').pathname;
  const acts = async (kind: string): Promise<[string, string | null, string | null][]> =>
    ((await database.dataSource.query('select a.actor, a.target, o.outcome from act a left join act_outcome o using (act_id) where act = $1 order by a.at, a.act_id', [kind])) as { actor: string; target: string | null; outcome: string }[]).map((row) => [row.actor, row.target, row.outcome]);
  const idOf = async (name: string): Promise<string> => ((await database.dataSource.query('select account_id from account where name = $1', [name])) as { account_id: string }[])[0]?.account_id ?? '';

  let boss: string;

  it('begins with a link that makes one account, once', async () => {
    expect(await (await get(`${firstLink}?lang=en`)).text()).toContain('You make the first account');
    const short = await post(firstLink, { name: 'Boss', password: 'short', again: 'short' });
    expect([short.status, (await short.text()).includes('At least 12')]).toEqual([422, true]);
    expect((await post(firstLink, { name: 'Boss', password, again: `${password}.` })).status).toBe(422);
    const made = await Promise.all([1, 2, 3].map(() => post(firstLink, { name: ' Boss ', password, again: password })));
    expect(made.map(({ status }) => status).sort()).toEqual([303, 410, 410]);
    boss = cookieOf(made.find(({ status }) => status === 303) as Response);
    expect(await (await get('/account?lang=en', boss)).text()).toContain('console:boss');
    expect([(await get(firstLink)).status, (await get('/welcome/nonsense')).status]).toEqual([410, 410]);
    const again = await startTestService({ definition: consoleService, database, kafka, clock, environment: { FIRST_LINK_FILE: linkFile } });
    await again.stop();
    await expect(readFile(linkFile)).rejects.toThrow(/ENOENT/);
  });

  it('invites somebody who sets their own password, with the roles that were given and no others', async () => {
    const page = await (await post('/users', [['name', 'Li.Na'], ['displayName', '李娜'], ['roles', 'editor'], ['roles', 'viewer'], ['permissions', 'payloads']], boss)).text();
    const link = linkIn(page);
    expect((await signIn('li.na', '')).status).toBe(401);
    const welcomed = await post(link, { name: 'somebody-else', password, again: password });
    expect(welcomed.status).toBe(303);
    const account = await (await get('/account?lang=en', cookieOf(welcomed))).text();
    for (const text of ['李娜', 'console:li.na', 'editor', 'payloads']) expect(account).toContain(text);
    expect((await get('/users', cookieOf(welcomed))).status).toBe(403);
    expect((await post('/users', { name: 'x.y', displayName: 'x', roles: 'operator' }, cookieOf(welcomed))).status).toBe(403);
    expect((await get(link)).status).toBe(410);
    expect((await post('/users', { name: 'li.na', displayName: 'twice', roles: 'viewer' }, boss)).status).toBe(409);
    expect(await acts('account.invite')).toEqual([['console:boss', 'console:li.na', 'done'], ['console:boss', 'console:li.na', 'refused']]);
  });

  it('acts toward the other services as the person, in the person\'s roles', async () => {
    const cookie = cookieOf(await signIn('LI.NA'));
    const holdId = uuidv7();
    await post(`/holds/${holdId}/lift`, { reason: 'x' }, cookie);
    const asked = other.requests.at(-1);
    expect([asked?.method, asked?.path]).toEqual(['POST', `/v1/holds/${holdId}/lift`]);
    const claim = JSON.parse(Buffer.from((asked?.headers['authorization'] ?? '').replace('Bearer wda_', '').split('.')[0] ?? '', 'base64url').toString()) as object;
    expect(claim).toEqual({ by: 'service', name: 'console:li.na', roles: ['editor', 'viewer', 'payloads'], at: clock.now().getTime() });
    expect(await acts('rights POST /v1/holds/:id/lift')).toEqual([['console:li.na', holdId, 'done']]);
  });

  it('gives one answer for a wrong password and for a name that nobody has, and slows down who guesses', async () => {
    const answers = await Promise.all([signIn('li.na', 'wrong password!'), signIn('no.body', 'wrong password!')]);
    const [wrong, unknown] = await Promise.all(answers.map(async (answer) => [answer.status, (await answer.text()).replaceAll(/value="[^"]*"/g, '')]));
    expect(wrong).toEqual(unknown);
    expect(wrong?.[0]).toBe(401);
    for (let n = 0; n < 9; n += 1) expect((await signIn('li.na', 'wrong password!')).status).toBe(401);
    const slowed = await signIn('li.na');
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '300']);
    expect((await signIn('boss')).status).toBe(303);
    clock.advanceMs(16 * 60_000);
    expect((await signIn('li.na')).status).toBe(303);
  });

  it('takes a new password for the old one, and ends the other sessions', async () => {
    const [here, elsewhere] = [cookieOf(await signIn('li.na')), cookieOf(await signIn('li.na'))];
    expect((await post('/account/password', { old: 'not it at all', password: 'another good password', again: 'another good password' }, here)).status).toBe(422);
    expect((await post('/account/password', { old: password, password: 'another good password', again: 'another good password' }, here)).status).toBe(303);
    expect([(await get('/account', here)).status, (await get('/account', elsewhere)).status]).toEqual([200, 303]);
    expect([(await signIn('li.na')).status, (await signIn('li.na', 'another good password')).status]).toEqual([401, 303]);
  });

  it('lists where one is signed in, ends one of them and all others, and nobody else\'s', async () => {
    const [one, two, three] = [cookieOf(await signIn('li.na', 'another good password')), cookieOf(await signIn('li.na', 'another good password')), cookieOf(await signIn('li.na', 'another good password'))];
    const sessions = ((await database.dataSource.query('select session_id from session where account_id = $1 order by begun_at desc, session_id desc', [await idOf('li.na')])) as { session_id: string }[]).map((row) => row.session_id);
    expect((await post(`/account/sessions/${sessions[1] ?? ''}/end`, {}, boss)).status).toBe(404);
    expect((await post(`/account/sessions/${sessions[1] ?? ''}/end`, {}, one)).status).toBe(303);
    expect([(await get('/account', one)).status, (await get('/account', two)).status, (await get('/account', three)).status]).toEqual([200, 303, 200]);
    await post('/account/sessions/end-others', {}, three);
    expect([(await get('/account', one)).status, (await get('/account', three)).status, (await get('/account', boss)).status]).toEqual([303, 200, 200]);
  });

  it('changes roles at once, by a second person only', async () => {
    const [cookie, id] = [cookieOf(await signIn('li.na', 'another good password')), await idOf('li.na')];
    expect((await get('/audit', cookie)).status).toBe(403);
    expect((await post(`/users/${id}`, { kind: 'grants', roles: 'operator' }, boss)).status).toBe(303);
    expect((await get('/audit', cookie)).status).toBe(200);
    expect((await post(`/users/${id}`, { kind: 'grants', roles: 'viewer' }, cookie)).status).toBe(409);
    expect((await post(`/users/${await idOf('boss')}`, { kind: 'grants', roles: 'viewer' }, cookie)).status).toBe(303);
    expect((await get('/users', boss)).status).toBe(403);
    expect((await post(`/users/${await idOf('boss')}`, { kind: 'grants', roles: 'operator' }, cookie)).status).toBe(303);
    expect((await acts('account.grants')).map(([, , outcome]) => outcome)).toEqual(['done', 'refused', 'done', 'done']);
  });

  it('lets two operators who switch each other off at the same moment leave one', async () => {
    const cookie = cookieOf(await signIn('li.na', 'another good password'));
    const answers = await Promise.all([post(`/users/${await idOf('boss')}`, { kind: 'disable' }, cookie), post(`/users/${await idOf('li.na')}`, { kind: 'disable' }, boss)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const left = answers[0]?.status === 303 ? { id: await idOf('boss'), by: cookie, gone: boss } : { id: await idOf('li.na'), by: boss, gone: cookie };
    expect((await get('/account', left.gone)).status).toBe(303);
    expect((await post(`/users/${left.id}`, { kind: 'enable' }, left.by)).status).toBe(303);
    expect((await get('/account', left.gone)).status).toBe(303);
  });

  it('ends a session that was not used for two hours, and any after twelve', async () => {
    const idle = cookieOf(await signIn('boss'));
    clock.advanceMs(121 * 60_000);
    expect((await get('/account', idle)).status).toBe(303);
    const busy = cookieOf(await signIn('boss'));
    for (let n = 0; n < 7; n += 1) {
      clock.advanceMs(100 * 60_000);
      expect((await get('/account', busy)).status).toBe(200);
    }
    clock.advanceMs(30 * 60_000);
    expect((await get('/account', busy)).status).toBe(303);
  });

  it('keeps nothing in its tables that opens a door', async () => {
    const token = cookieOf(await post('/sign-in', { token: testTokens.operator }));
    const tables = ['account', 'account_link', 'session', 'act', 'act_outcome', 'attempt'];
    const rows = await Promise.all(tables.map((table) => database.dataSource.query(`select * from ${table}`)));
    const kept = rows.flat().flatMap((row: object) => Object.values(row).map((value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))).join('\n');
    for (const secret of [password, testTokens.operator, token.split('=')[1] ?? '', firstLink.split('/')[2] ?? '']) expect([secret.length > 10, kept.includes(secret)]).toEqual([true, false]);
  });

  it('shows the audit log by what its address asks for, page by page, and as CSV', async () => {
    const cookie = cookieOf(await post('/sign-in', { token: testTokens.operator }));
    const page = await (await get('/audit?lang=en&act=account.invite&outcome=refused', cookie)).text();
    expect([page.match(/<tr>/g)?.length, page.includes('console:li.na'), page.includes('There is an account of this name already.')]).toEqual([2, true, true]);
    const csv = await get('/audit/export.csv?act=account.invite', cookie);
    expect([csv.headers.get('content-type'), (await csv.text()).split('\r\n').length]).toEqual(['text/csv; charset=utf-8', 4]);
    expect((await acts('audit.export')).at(-1)).toEqual(['operator', null, 'done']);
    const viewer = cookieOf(await post('/sign-in', { token: testTokens.viewer }));
    expect([(await get('/audit', viewer)).status, (await get('/audit/export.csv', viewer)).status]).toEqual([403, 403]);
  });

  it('lets no service, and no token of a moment, sign in as a person', async () => {
    const moment = other.requests.at(-1)?.headers['authorization']?.replace('Bearer ', '') ?? '';
    expect((await post('/sign-in', { token: testTokens.service })).status).toBe(401);
    expect((await post('/sign-in', { token: moment })).status).toBe(401);
  });
});
