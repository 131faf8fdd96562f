import { existsSync } from 'node:fs';

import { uuidv7 } from '@wiredesk/platform';
import { eventually } from '@wiredesk/testing';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import { Assets } from './serve-assets/assets.js';
import { givenPortal, type GivenPortal } from './testing/given-portal.js';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const describeWithBrowser = existsSync(browserPath) ? describe : describe.skip;
/** Without the last four it looks for updates on the network at every start. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** WCAG 2.2 AA, and what axe holds to be good practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Of https://web.dev/articles/cls: good. */
const shiftMax = 0.1;

interface Seen {
  readonly violations: readonly string[];
  readonly errors: readonly string[];
  readonly overflowPx: number;
  readonly shift: number;
}

describeWithBrowser(`the portal in a browser (${browserPath}, or CHROMIUM_PATH)`, () => {
  let portal: GivenPortal;
  let browser: Browser;
  let paths: Record<string, string>;

  beforeAll(async () => {
    portal = await givenPortal({ environment: { PORTAL_NAME: '港湾日报', PORTAL_SLOGAN: '一份报纸', PORTAL_ICP: '粤ICP备00000000号', PORTAL_POLICE_NUMBER: '粤公网安备 44040200000000号', PORTAL_LINKS: '[{"label":"园区","url":"https://park.example/"}]' } });
    browser = await chromium.launch({ executablePath: browserPath, args: flags });
    const picture = { url: `${portal.service.url}${portal.service.app.get(Assets).addresses.icon}`, type: 'image/svg+xml', width: 32, height: 32, caption: 'A picture', credit: 'P.' };
    const long = '<h2>项目建设加速跑<br>招商引资不停歇</h2>' + '<p>全省各开发区践行以开发区的高质量发展助力全省经济高质量发展的使命。</p>'.repeat(12) + '<table><tr><th>列</th><td>很长的一格'.padEnd(200, '长') + '</td></tr></table>';
    const zh = await portal.live({ title: '山西省开发区建设提档加速', language: 'zh-Hans', abstract: '全省开发区建设的新要求是', abstractTruncated: true, bodyHtml: long, bodyText: '全省', byline: ['张三'], credit: { name: '山西日报', url: 'https://up.example/' }, media: [picture], keywords: ['开发区'], views: 42 }, { categories: ['zones'] });
    const en = await portal.live({ title: 'Northfield\'s first electric ferry begins crossing on Monday', media: [picture], keywords: ['ferry'] }, { categories: ['transport'] });
    for (let n = 0; n < 20; n += 1) await portal.live({ title: n % 2 ? `报道第${n}号 港口今日` : `Report number ${n} from the harbour`, language: n % 2 ? 'zh-Hans' : 'en', abstract: 'What it is about. '.repeat(8), media: n % 4 ? [] : [picture] }, { categories: [['zones', 'transport', 'culture'][n % 3] as string] });
    for (const id of [zh, en]) await portal.database.dataSource.query("insert into view_hour values (date_trunc('hour', now()), $1, 9)", [id]);
    const held = await portal.live({ title: 'Held' });
    await portal.hold({ kind: 'item', itemId: held }, { law: '《信息网络传播权保护条例》第十五条', caseNumber: 'WD-7F3K-9Q2M' });
    paths = { home: '/', zh: `/articles/${zh}`, en: `/articles/${en}`, category: '/categories/zones', search: '/search?q=harbour', text: '/pages/removal-policy', map: '/site-map', held: `/articles/${held}`, unknown: `/articles/${uuidv7()}` };
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });

  const inContext = async (options: BrowserContextOptions, look: (page: Page, errors: string[]) => Promise<void>): Promise<void> => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && !/status of (404|451)/.test(message.text()) && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await look(page, errors);
    await context.close();
  };
  const open = (path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> =>
    inContext(options, async (page) => {
      await page.goto(`${portal.service.url}${path}`, { waitUntil: 'load' });
      await look(page);
    });

  const seen = async (page: Page, path: string): Promise<Omit<Seen, 'errors'>> => {
    await page.goto(`${portal.service.url}${path}`, { waitUntil: 'load' });
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async (tags) => {
      const found = await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: tags, resultTypes: ['violations'] });
      return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    }, rules);
    const overflowPx = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    const shift = await page.evaluate(`new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 50);
    })`);
    return { violations, overflowPx: overflowPx as number, shift: shift as number };
  };

  const phone = { viewport: { width: 360, height: 740 } };
  const desktop = { viewport: { width: 1280, height: 900 } };

  it.each([
    ['phone, Chinese', phone, 'light', 'lang=zh'],
    ['desktop, English, dark', desktop, 'dark', 'lang=en'],
    ['large print on a phone, English', phone, 'light', 'lang=en&elder=1'],
  ] as const)('is usable by everybody, breaks nowhere and moves nothing: %s', async (_name, size, colorScheme, query) => {
    await inContext({ ...size, colorScheme }, async (page, errors) => {
      for (const [name, path] of Object.entries(paths)) {
        const { shift, ...rest } = await seen(page, `${path}${path.includes('?') ? '&' : '?'}${query}`);
        expect({ name, errors, ...rest }).toEqual({ name, errors: [], violations: [], overflowPx: 0 });
        expect(shift).toBeLessThan(shiftMax);
      }
    });
  }, 120_000);

  it('is whole without a script', async () => {
    await open(paths['zh'] ?? '', { ...phone, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('h1').innerText()).toBe('山西省开发区建设提档加速');
      expect(await page.locator('.text p').first().isVisible()).toBe(true);
      expect(await page.getByRole('link', { name: '侵权投诉' }).isVisible()).toBe(true);
      expect(await page.locator('.tools button').count()).toBe(0);
    });
  });

  it('begins with the way past the navigation, and its tools work', async () => {
    await open(paths['zh'] ?? '', desktop, async (page) => {
      const beacons: string[] = [];
      page.on('request', (request) => request.url().endsWith('/v1/views') && beacons.push(request.postData() ?? ''));
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#main');
      const size = (): Promise<number> => page.locator('.text').evaluate((element) => Number.parseFloat((globalThis as unknown as { getComputedStyle: (of: unknown) => { fontSize: string } }).getComputedStyle(element).fontSize));
      const before = await size();
      await page.getByRole('button', { name: 'A+' }).click();
      expect(await size()).toBeGreaterThan(before);
      await page.reload();
      expect(await size()).toBeGreaterThan(before);
      await eventually(() => expect(beacons).toEqual([(paths['zh'] ?? '').replace('/articles/', '')]), { withinMs: 6_000 });
    });
  });
});
