import { existsSync } from 'node:fs';

import { eventually, testTokens } from '@wiredesk/testing';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import { GivenRights, notice, portal } from '../testing/given-rights.js';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const describeWithBrowser = existsSync(browserPath) ? describe : describe.skip;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** WCAG 2.2 AA, and what axe holds to be good practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 } };
const desk: BrowserContextOptions = { viewport: { width: 1_280, height: 900 } };

describeWithBrowser(`the pages of rights in a browser (${browserPath}, or CHROMIUM_PATH)`, () => {
  let given: GivenRights;
  let browser: Browser;
  let paths: Record<string, string>;
  let itemId: string;

  beforeAll(async () => {
    given = await GivenRights.start({ environment: { PUBLIC_LOG_DELAY_DAYS: '0' } });
    await given.grant('s1');
    itemId = await given.item('s1');
    await given.body(itemId, '山西省开发区建设提档加速');
    const taken = await given.takedown(notice([`${portal}/articles/${itemId}`, `https://nowhere.example/${'long'.repeat(80)}`, 'nonsense']));
    await given.takedown(notice([`${portal}/articles/${itemId}`], { regime: 'CN_TIAOLI', language: 'zh' }));
    await eventually(async () => expect(await given.query("select from letter where state = 'posted'")).toHaveLength(1));
    const form = new FormData();
    form.append('file', new Blob(['proof']), '证据.pdf');
    await fetch(`${given.service.url}/cases/${taken.case.number}/files`, { method: 'POST', body: form, headers: { authorization: `Bearer ${taken.case.token}` } });
    const incomplete = await given.takedown(notice([`${portal}/articles/${itemId}`], { signature: '' }));
    await given.call('POST', `/v1/cases/${taken.case.number}/counter-notices`, { body: { party: { name: 'Paper', phone: '1', address: 'x' } } });
    paths = {
      form: `/takedown?url=${encodeURIComponent(`${portal}/articles/${itemId}`)}`,
      case: `/cases/${taken.case.number}?token=${taken.case.token}`,
      incomplete: `/cases/${incomplete.case.number}?token=${incomplete.case.token}`,
      unknown: '/cases/WD-2222-2222?token=x',
      counter: `/counter?case=${taken.case.number}`,
      transparency: '/transparency',
      queue: '/officer',
      desk: `/officer/cases/${taken.case.number}`,
      letters: '/officer/letters',
      licences: '/officer/licences',
      licence: '/officer/licences/s1',
      notices: '/notices',
    };
    browser = await chromium.launch({ executablePath: browserPath, args: flags });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await given.close();
  });

  const open = async <T>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> => {
    const context = await browser.newContext({ httpCredentials: { username: 'officer', password: testTokens['rights-officer'] }, ...options });
    const page = await context.newPage();
    try {
      await page.goto(`${given.service.url}${path}`, { waitUntil: 'load' });
      return await look(page);
    } finally {
      await context.close();
    }
  };

  it.each(['form', 'case', 'incomplete', 'unknown', 'counter', 'transparency', 'queue', 'desk', 'letters', 'licences', 'licence', 'notices'].flatMap((name) => [[name, 'zh'], [name, 'en']] as const))('%s in %s is accessible, and fits a phone', async (name, language) => {
    const path = paths[name] ?? '';
    const url = `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
    for (const options of name === 'desk' ? [phone, desk] : [phone]) {
      const seen = await open(url, options, async (page) => {
        await page.evaluate(axe.source);
        const violations = await page.evaluate(async (tags) => {
          const found = await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: tags });
          return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
        }, rules);
        return { violations, lang: await page.locator('html').getAttribute('lang'), overflowPx: await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') };
      });
      expect(seen).toEqual({ violations: [], lang: language === 'zh' ? 'zh-Hans' : 'en', overflowPx: 0 });
    }
  }, 60_000);

  it('files a notice and withdraws it with scripts switched off, by keyboard names alone', async () => {
    const other = await given.item('s1');
    await open('/takedown?lang=en', { ...phone, javaScriptEnabled: false }, async (page) => {
      await page.getByLabel('Addresses to take down').fill(`${portal}/articles/${other}`);
      await page.getByRole('button', { name: 'Check the addresses' }).click();
      await page.getByRole('status').getByText(other).waitFor();
      await page.getByLabel('Whose law do you rely on').selectOption('US');
      await page.getByRole('button', { name: 'Send the notice' }).click();
      await page.getByRole('alert').getByText('your signature').waitFor();
      await page.getByLabel('Title').fill('The original');
      await page.getByLabel('Name', { exact: true }).fill('Ada Holder');
      await page.getByLabel('Telephone').fill('+1 555 0100');
      await page.getByLabel('Postal address').fill('1 Mill Lane');
      for (const statement of [/good faith/, /accurate and complete/, /penalty of perjury/]) await page.getByLabel(statement).check();
      await page.getByLabel('Signature').fill('Ada Holder');
      await page.getByRole('button', { name: 'Send the notice' }).click();
      await page.getByText('Closed at once; a person reviews it').first().waitFor();
      await page.getByLabel(`${portal}/articles/${other}`).check();
      await page.getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText('Put back', { exact: true }).waitFor();
    });
  }, 60_000);

  it('lets an officer decide with scripts switched off', async () => {
    await open(`${paths['desk'] ?? ''}?lang=en`, { ...desk, javaScriptEnabled: false }, async (page) => {
      await page.getByLabel('Targets').selectOption('0');
      await page.getByLabel('Or one of these').selectOption({ index: 1 });
      await page.getByRole('button', { name: /Uphold/ }).click();
      await page.locator('article .state', { hasText: 'Taken down' }).first().waitFor();
    });
  }, 60_000);
});
