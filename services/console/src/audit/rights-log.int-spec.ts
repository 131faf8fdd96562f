import type { RunningService } from '@wiredesk/platform';
import { startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleService } from '../console.module.js';
import { migrations } from '../migrations/index.js';
import { serve, type Served, type ServedAnswer } from '../testing/serve.js';
import { servedLog } from '../testing/served-log.js';

describe('the log of rights, as the console shows it', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let rights: Served;
  let cookie: string;
  let log: (path: string) => ServedAnswer | undefined;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    rights = await serve(({ path }) => log(path) ?? { status: 404, body: '{}' });
    service = await startTestService({ definition: consoleService, database, kafka, environment: { RIGHTS_URL: rights.url } });
    const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: testTokens.viewer }) });
    cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
    await rights.close();
  });

  const page = async (path = '/audit/rights'): Promise<{ status: number; text: string; rows: number }> => {
    const answer = await fetch(`${service.url}${path}${path.includes('?') ? '&' : '?'}lang=en`, { headers: { cookie, accept: 'text/html' } });
    const text = await answer.text();
    return { status: answer.status, text, rows: (text.match(/<tr>/g)?.length ?? 1) - 1 };
  };
  const intact = 'were hashed again and stand in the signed tree';

  it('is shown tile by tile, the newest first, each proved again', async () => {
    log = servedLog(300);
    const newest = await page();
    expect([newest.status, newest.rows, newest.text.includes(intact), newest.text.indexOf('>299<') < newest.text.indexOf('>256<'), newest.text.includes('tile=0')]).toEqual([200, 44, true, true, true]);
    const first = await page('/audit/rights?tile=0');
    expect([first.rows, first.text.includes(intact), first.text.includes('tile=1')]).toEqual([256, true, true]);
    expect((await page('/audit/rights?tile=99')).rows).toBe(44);
  });

  it('says so where an entry is not the one that was entered', async () => {
    log = servedLog(300, new Map([[7, '{"id":"entry-7","type":"never happened"}']]));
    expect((await page()).text).toContain(intact);
    const first = await page('/audit/rights?tile=0');
    expect([first.text.includes(intact), first.text.includes('is not the one in the tree')]).toEqual([false, true]);
  });

  it('believes no checkpoint that is not signed with the key that is shown', async () => {
    const [one, other] = [servedLog(3), servedLog(3)];
    log = (path) => (path === '/audit/key' ? other(path) : one(path));
    const { status, text } = await page();
    expect([status, text.includes('not signed with the key')]).toEqual([503, true]);
  });

  it('shows an empty log with what would enter something, and says that rights is away', async () => {
    log = servedLog(0);
    expect((await page()).text).toContain('/v1/takedowns');
    log = () => ({ status: 500, body: '' });
    const { status, text } = await page();
    expect([status, text.includes('could not be read (it answered 500)')]).toEqual([503, true]);
  });
});
