import { existsSync } from 'node:fs';

import { chromium, type Browser, type Page } from 'playwright-core';

import { Assets } from './serve-assets/assets.js';
import { givenPortal, type GivenPortal } from './testing/given-portal.js';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const describeWithBrowser = existsSync(browserPath) ? describe : describe.skip;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** HTML and style of a page, without its pictures, as sent without compression. */
const pageBytesMax = 100_000;
/** Of https://web.dev/articles/lcp: good; here over a local connection, so that only what the page does itself counts. */
const paintMsMax = 2_500;

const zh = {
  facts: ['来源', '作者', '发布时间', '更新时间', '阅读', '责任编辑'], headings: ['同一报道的其他稿件', '同类资讯', '推荐图文', '推荐资讯', '点击排行'], links: ['侵权投诉', '纠错', '查看原文', '违法和不良信息举报', '适老模式', 'English', '微博', '邮件'],
  footer: ['首页', '关于我们', '联系方式', '使用说明', '隐私政策', '免责声明', '网站地图', 'RSS 订阅'], buttons: ['A−', 'A+', '打印', '复制链接'], brief: '核心提示', ai: '本文含人工智能生成内容', reserved: '未经授权不得转载', share: '分享',
} as const;
const en: { [K in keyof typeof zh]: (typeof zh)[K] extends readonly string[] ? readonly string[] : string } = {
  facts: ['Source', 'By', 'Published', 'Updated', 'Read', 'Editor'], headings: ['More on this story', 'Related', 'In pictures', 'Picks', 'Most read'], links: ['Report infringement', 'Report an error', 'Read the original', 'Report illegal content', 'Large print', '中文', 'Weibo', 'Mail'],
  footer: ['Home', 'About', 'Contact', 'Terms of use', 'Privacy', 'Disclaimer', 'Site map', 'RSS'], buttons: ['A−', 'A+', 'Print', 'Copy link'], brief: 'In brief', ai: 'Contains material made by artificial intelligence', reserved: 'May not be reprinted without leave', share: 'Share',
};

describeWithBrowser(`every element of a Chinese news portal's article page (${browserPath}, or CHROMIUM_PATH)`, () => {
  let portal: GivenPortal;
  let browser: Browser;
  let itemId: string;

  beforeAll(async () => {
    portal = await givenPortal({
      environment: {
        PORTAL_NAME: '港湾日报', PORTAL_SLOGAN: '一份报纸', PORTAL_ICP: '粤ICP备00000000号', PORTAL_POLICE_NUMBER: '粤公网安备 44040200000000号', PORTAL_NEWS_LICENCE: '00000000', PORTAL_REPORT_URL: 'mailto:report@portal.example', PORTAL_LINKS: '[{"label":"园区","url":"https://park.example/"}]',
      },
    });
    browser = await chromium.launch({ executablePath: browserPath, args: flags });
    const picture = { url: `${portal.service.url}${portal.service.app.get(Assets).addresses.icon}`, type: 'image/svg+xml', width: 32, height: 32, caption: 'A picture', credit: 'P.' };
    const storyId = '01934d0e-7c00-7001-8000-0000000000cc';
    itemId = await portal.live(
      {
        title: '山西省开发区建设提档加速', subtitle: '副题', language: 'zh-Hans', abstract: '全省开发区建设的新要求是', bodyHtml: '<p>全省各开发区助力全省经济高质量发展。</p>'.repeat(6), bodyText: '全省各开发区', byline: ['张三'], editorName: '李四', credit: { name: '山西日报', url: 'https://up.example/' },
        media: [picture], keywords: ['开发区'], views: 42, digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia', reprintReserved: true, url: 'https://up.example/x', modified: '2026-11-24T10:00:00.000Z',
      },
      { categories: ['zones'], story_id: storyId, shown_revision: 2 },
    );
    await portal.live({ title: '同一件事的另一篇' }, { categories: ['other'], story_id: storyId, relation: 'related' });
    for (let n = 0; n < 30; n += 1) {
      const id = await portal.live({ title: `报道第${n}号`, language: 'zh-Hans', media: n % 3 ? [] : [picture] }, { categories: [n % 2 ? 'zones' : 'culture'] });
      await portal.database.dataSource.query("insert into view_hour values (date_trunc('hour', now()), $1, $2)", [id, n + 1]);
    }
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });

  const visible = async (page: Page, what: string, text: string): Promise<void> => {
    expect([what, text, await page.locator(what).filter({ hasText: text }).first().isVisible()]).toEqual([what, text, true]);
  };

  it.each([
    ['zh', 'phone', 360, 'light', true], ['zh', 'desktop', 1280, 'dark', true], ['en', 'phone', 360, 'dark', true], ['en', 'desktop', 1280, 'light', true], ['zh', 'phone without scripts', 360, 'light', false],
  ] as const)('is there: %s, %s', async (language, _device, width, colorScheme, javaScriptEnabled) => {
    const words = language === 'zh' ? zh : en;
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, javaScriptEnabled });
    try {
      const page = await context.newPage();
      await page.goto(`${portal.service.url}/articles/${itemId}?lang=${language}`, { waitUntil: 'load' });
      for (const fact of words.facts) await visible(page, '.facts dt', fact);
      for (const text of ['山西日报', '张三', '李四', '2026', '42']) await visible(page, '.facts dd', text);
      expect(await page.locator('.facts time').first().innerText()).toMatch(/UTC|GMT|北京时间|\+08|China|CST/);
      await page.locator('.share summary').click();
      for (const heading of words.headings) await visible(page, '.box h2', heading);
      for (const link of words.links) await visible(page, 'a', link);
      for (const link of words.footer) await visible(page, 'footer a', link);
      for (const record of ['粤ICP备00000000号', '粤公网安备 44040200000000号', '00000000']) await visible(page, 'footer .records', record);
      expect(await page.locator('footer a[href="https://beian.miit.gov.cn"]').count()).toBe(1);
      for (const [what, text] of [['.crumbs', language === 'zh' ? '正文' : 'Article'], ['.abstract', words.brief], ['.label', words.ai], ['.rights', words.reserved], ['.share summary', words.share], ['.strip', '园区'], ['.nameplate', '港湾日报'], ['.keywords', '开发区'], ['.subtitle', '副题']] as const) await visible(page, what, text);
      expect(await page.locator('.share img').evaluate((image) => (image as unknown as { decode: () => Promise<void>; naturalWidth: number }).decode().then(() => (image as unknown as { naturalWidth: number }).naturalWidth > 0))).toBe(true);
      for (const button of javaScriptEnabled ? words.buttons.slice(0, 3) : []) await visible(page, '.tools button', button);
      expect(await page.getByRole('link', { name: words.links[0] }).getAttribute('href')).toBe(`https://rights.example/takedown?url=${encodeURIComponent(`https://news.example/articles/${itemId}`)}&lang=${language}`);
      expect(await page.locator('script[type="application/ld+json"]').count()).toBe(1);
      expect(await page.locator('meta[property="og:title"]').getAttribute('content')).toBe('山西省开发区建设提档加速');
      if (!javaScriptEnabled) return;
      const lcp = await page.evaluate(`new Promise((resolve) => { new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }); })`);
      expect(lcp).toBeGreaterThan(0);
      if (process.env['MEASURE_PAINT'] === '1') expect(lcp).toBeLessThan(paintMsMax);
      const shots = process.env['SCREENSHOTS_DIR'];
      if (shots) await page.screenshot({ path: `${shots}/article-${language}-${width}-${colorScheme}.png`, fullPage: true });
    } finally {
      await context.close();
    }
  }, 60_000);

  it('is no more than 100 KB with its style, without a font or anything from elsewhere, and print leaves out what is for the screen', async () => {
    const { text } = await portal.get(`/articles/${itemId}`);
    const style = await portal.get(/href="(\/assets\/portal\.[0-9a-f]+\.css)"/.exec(text)?.[1] ?? '');
    expect(Buffer.byteLength(text) + Buffer.byteLength(style.text)).toBeLessThan(pageBytesMax);
    expect(style.text).not.toMatch(/@font-face|@import|url\(["']?https?:/);
    expect([...text.matchAll(/<(?:script|link)\b[^>]*(?:src|href)="(https?:[^"]+)"/g)].map((match) => match[1]).filter((url) => !url?.startsWith('https://news.example/') && !url?.startsWith('https://up.example/'))).toEqual([]);
    const page = await browser.newPage();
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${portal.service.url}/articles/${itemId}`);
    expect([await page.locator('.share').isVisible(), await page.locator('.text p').first().isVisible(), await page.locator('.sections').isVisible()]).toEqual([false, true, false]);
    await page.close();
  });
});
