import { existsSync } from 'node:fs';

import { outgoing, contractOf, type EventData, type EventType, type OutgoingEvent } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import { consoleService } from '../console.module.js';
import { migrations } from '../migrations/index.js';
import { serve, type Served } from '../testing/serve.js';
import { servedLog } from '../testing/served-log.js';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const describeWithBrowser = existsSync(browserPath) ? describe : describe.skip;
/** Without the last four it looks for updates on the network at every start. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** WCAG 2.2 AA, and what axe holds to be good practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Set to a folder, each screen is kept there as a picture to look at. */
const picturesIn = process.env['SCREENSHOTS_DIR'];

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } satisfies BrowserContextOptions;
const desk = { viewport: { width: 1280, height: 900 } } satisfies BrowserContextOptions;

const sample = <T extends EventType>(type: T): EventData<T> => (contractOf(type) as unknown as { sample: EventData<T> }).sample;
const event = <T extends EventType>(type: T, change: Partial<EventData<T>>): OutgoingEvent => outgoing(type, { ...sample(type), ...change }, { id: uuidv7(), time: new Date().toISOString() });

describeWithBrowser(`the console in a browser (${browserPath}, or CHROMIUM_PATH)`, () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let rights: Served;
  let browser: Browser;
  let invited: { readonly account: string; readonly link: string };
  const [itemId, holdId, storyId] = [uuidv7(), uuidv7(), uuidv7()];
  const upstreamUrl = `https://www.up.example/${itemId}`;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    const away = 'http://127.0.0.1:9';
    const log = servedLog(300);
    rights = await serve(({ path }) => log(path) ?? { status: 404, body: '{"detail":"not of this test"}' });
    service = await startTestService({ definition: consoleService, database, kafka, environment: { INGEST_URL: away, RIGHTS_URL: rights.url, DEDUPE_URL: away, PUBLISH_URL: away } });
    await service.messaging.outbox.transaction(async (_tx, emit) =>
      emit([
        event('item.received', { itemId, guid: `guid ${itemId}`, url: upstreamUrl }),
        event('item.placed', { itemId, storyId, canonicalItemId: itemId }),
        event('item.cleared', { itemId }),
        event('article.published', { itemId, storyId, url: `http://localhost:8080/articles/${itemId}` }),
        event('hold.placed', { holdId, seq: 1, scope: { kind: 'item', itemId } }),
        event('article.taken_down', { itemId, storyId, holdId }),
      ]),
    );
    await eventually(async () => {
      const answer = await fetch(`${service.url}/v1/explain?id=${itemId}`, { headers: { authorization: `Bearer ${testTokens.viewer}` } });
      expect(((await answer.json()) as { timeline?: unknown[] }).timeline).toHaveLength(6);
    });
    const cookie = await cookieOf(testTokens.operator);
    const invitation = new URLSearchParams([['name', 'li.na'], ['displayName', '李娜'], ['roles', 'editor'], ['roles', 'rights-officer'], ['permissions', 'evidence']]);
    const page = await (await fetch(`${service.url}/users`, { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body: invitation })).text();
    invited = { account: /\/users\/([0-9a-f-]{36})/.exec(page)?.[1] ?? 'none', link: /\/welcome\/([\w-]+)/.exec(page)?.[1] ?? 'none' };
    browser = await chromium.launch({ executablePath: browserPath, args: flags });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await service.stop();
    await rights.close();
    await kafka.close();
    await database.close();
  });

  const cookieOf = async (token: string): Promise<string> => {
    const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ token }) });
    return (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };

  /** Opens a path as the operator (or nobody) and looks; fails where the page complained in the browser's own console. */
  const open = async <T>(path: string, options: BrowserContextOptions & { readonly token?: string | null }, look: (page: Page) => Promise<T>): Promise<T> => {
    const { token = testTokens.operator, ...contextOptions } = options;
    const context = await browser.newContext(contextOptions);
    if (token !== null) {
      const [name = '', value = ''] = (await cookieOf(token)).split('=');
      await context.addCookies([{ name, value, url: service.url, httpOnly: true, sameSite: 'Strict' }]);
    }
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && !/status of (401|404|410|422)/.test(message.text()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
      await page.goto(`${service.url}${path}`, { waitUntil: 'load' });
      const seen = await look(page);
      expect(complaints).toEqual([]);
      return seen;
    } finally {
      await context.close();
    }
  };

  const judged = async (page: Page): Promise<unknown> => {
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async (tags) => {
      const found = await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: tags });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    }, rules);
    return { violations, lang: await page.locator('html').getAttribute('lang'), overflowPx: await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') };
  };

  /** Every screen. A slice that has one adds its paths here; `$account` and `$link` are those of somebody who was invited. */
  const paths: Readonly<Record<string, string>> = {
    signIn: '/sign-in', overview: '/', explain: `/explain?q=${itemId}`, explainNothing: '/explain?q=nowhere', holds: '/holds',
    account: '/account', users: '/users', user: '/users/$account', userUnknown: `/users/${uuidv7()}`, welcome: '/welcome/$link', audit: '/audit', auditNothing: '/audit?actor=nobody', rightsLog: '/audit/rights',
  };
  /** Seen by nobody who is signed in. */
  const outside: readonly string[] = ['signIn', 'welcome'];

  it.each(Object.keys(paths).flatMap((name) => [[name, 'zh'], [name, 'en']] as const))('%s in %s is accessible in light and dark, and fits a phone', async (name, language) => {
    const path = (paths[name] ?? '').replace('$account', invited.account).replace('$link', invited.link);
    const url = `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
    for (const [size, options] of [['phone', { ...phone, colorScheme: 'light' }], ['desk', { ...desk, colorScheme: 'dark' }]] as const) {
      const seen = await open(url, { ...options, ...(outside.includes(name) ? { token: null } : {}) }, async (page) => {
        if (picturesIn) await page.screenshot({ path: `${picturesIn}/${name}-${language}-${size}.png`, fullPage: true });
        return judged(page);
      });
      expect(seen).toEqual({ violations: [], lang: language === 'zh' ? 'zh-Hans' : 'en', overflowPx: 0 });
    }
  });

  it('answers "why is this not live" two clicks from home, for whatever the asker has at hand', async () => {
    for (const known of [itemId, `guid ${itemId}`, upstreamUrl, `http://localhost:8080/articles/${itemId}`]) {
      await open('/?lang=en', { ...phone, javaScriptEnabled: false }, async (page) => {
        await page.getByRole('searchbox', { name: 'Why is it (not) live?' }).click();
        await page.keyboard.insertText(known);
        await page.getByRole('button', { name: 'Explain' }).click();
        await page.getByText('Not live', { exact: true }).waitFor();
        expect(await page.locator('.verdict').innerText()).toMatch(/^Not live .*hold/i);
      });
    }
  });

  it('moves the figures of the home screen while one looks, and leaves what one types alone', async () => {
    await open('/?lang=en', desk, async (page) => {
      const before = await page.locator('#figures time').first().getAttribute('datetime');
      await page.getByRole('searchbox').fill('half a wor');
      await eventually(async () => expect(await page.locator('#figures time').first().getAttribute('datetime')).not.toBe(before), { withinMs: 30_000 });
      expect(await page.getByRole('searchbox').inputValue()).toBe('half a wor');
      expect(await page.locator('#figures h2').allInnerTexts()).toEqual(['From push to page', 'Takedown clock', 'Services']);
    });
  });

  it('filters the audit log as one types, and has the filter in the address', async () => {
    await open('/audit?lang=en', desk, async (page) => {
      await page.getByLabel('What', { exact: true }).fill('account.invite');
      await page.waitForURL('**/audit?*act=account.invite*');
      await page.getByText('session.begin').first().waitFor({ state: 'detached' });
      expect(await page.locator('tbody tr').count()).toBe(1);
      await page.reload();
      expect([await page.locator('tbody tr').count(), await page.getByLabel('What', { exact: true }).inputValue()]).toEqual([1, 'account.invite']);
      await page.getByRole('link', { name: 'Clear' }).click();
      await page.getByText('session.begin').first().waitFor();
    });
  });

  it('copies an id', async () => {
    await open(`/users/${invited.account}?lang=en`, { ...desk, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.getByRole('button', { name: `Copy ${invited.account}` }).click();
      await page.getByText('Copied:').waitFor({ state: 'attached' });
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(invited.account);
    });
  });

  it('goes by keyboard: g and a letter, / and ?, unless single keys are switched off', async () => {
    await open('/?lang=en', desk, async (page) => {
      await page.keyboard.press('g');
      await Promise.all([page.waitForURL('**/holds'), page.keyboard.press('h')]);
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('find');
      await page.keyboard.type('g o?');
      expect(await page.locator('#find').inputValue()).toBe('g o?');
      await page.locator('h1').click();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      expect((await judged(page) as { violations: string[] }).violations).toEqual([]);
      await page.getByLabel('Single keys act').uncheck();
      await page.getByRole('button', { name: 'Close' }).click();
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      await page.keyboard.press('?');
      expect([new URL(page.url()).pathname, await page.getByRole('dialog').count()]).toEqual(['/holds', 0]);
    });
  });

  it('opens the screens on a phone, closes them with Escape, and goes there with scripts switched off', async () => {
    await open('/?lang=zh', { ...phone, javaScriptEnabled: false }, async (page) => {
      const holds = page.getByRole('navigation', { name: '各页面' }).getByRole('link', { name: '封存' });
      expect(await holds.isVisible()).toBe(false);
      await page.getByRole('button', { name: '菜单' }).click();
      await holds.waitFor();
      await page.keyboard.press('Escape');
      expect(await holds.isVisible()).toBe(false);
      await page.getByRole('button', { name: '菜单' }).click();
      await Promise.all([page.waitForURL('**/holds'), holds.click()]);
    });
  });
});
