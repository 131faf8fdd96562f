import { existsSync } from 'node:fs';

import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const describeWithBrowser = existsSync(browserPath) ? describe : describe.skip;
/** Without the last four it looks for updates on the network at every start. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** WCAG 2.2 AA, and what axe holds to be good practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Set to a folder, each screen is kept there as a picture to look at. */
const picturesIn = process.env['SCREENSHOTS_DIR'];

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } satisfies BrowserContextOptions;
export const desk = { viewport: { width: 1280, height: 900 } } satisfies BrowserContextOptions;

/** Somebody who is signed in to the console, with a browser of their own. */
export class ConsoleVisit {
  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  static async begin(url: string, token: string): Promise<ConsoleVisit> {
    const signedIn = await fetch(`${url}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token }) });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return new ConsoleVisit(await chromium.launch({ executablePath: browserPath, args: flags }), url, cookie);
  }

  end(): Promise<void> {
    return this.browser.close();
  }

  /** Opens a page of the console in English and does something there. Fails where the browser's own console complained. */
  async open<T>(path: string, work: (page: Page) => Promise<T>, options: BrowserContextOptions & { readonly language?: 'zh' | 'en' } = {}): Promise<T> {
    const { language = 'en', ...contextOptions } = options;
    const context = await this.browser.newContext({ ...desk, ...contextOptions });
    const [name = '', value = ''] = this.cookie.split('=');
    await context.addCookies([{ name, value, url: this.url, httpOnly: true, sameSite: 'Lax' }, { name: 'wiredesk_lang', value: language, url: this.url }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && !/status of (401|404|422)/.test(message.text()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
      await page.goto(`${this.url}${path}`, { waitUntil: 'load' });
      const result = await work(page);
      expect(complaints).toEqual([]);
      return result;
    } finally {
      await context.close();
    }
  }

  /** What axe finds on a path in both languages, on a phone by day and a desk by night, and how much is wider than the screen. */
  async judge(name: string, path: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const language of ['zh', 'en'] as const) {
      for (const [size, options] of [['phone', { ...phone, colorScheme: 'light' }], ['desk', { ...desk, colorScheme: 'dark' }]] as const) {
        const where = `${name}-${language}-${size}`;
        await this.open(path, async (page) => {
          if (picturesIn) await page.screenshot({ path: `${picturesIn}/${where}.png`, fullPage: true });
          found.push(...(await faultsOf(page)).map((fault) => `${where}: ${fault}`));
        }, { ...options, language });
      }
    }
    return found;
  }
}

/** What is wrong with a page as it stands. */
export const faultsOf = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const result = await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: tags });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }, rules);
  const overflowPx = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return [...violations, ...(overflowPx > 0 ? [`is ${overflowPx} px wider than the screen`] : [])];
};
