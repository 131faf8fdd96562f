import { createHash } from 'node:crypto';

import { parseHTML } from 'linkedom';

import { languageOf } from './page-language.decide.js';
import { receiptPage, receiptPagePolicy } from './receipt-page.js';
import type { ReceiptView } from './receipt-view.js';

const hostile = '<script>alert(1)</script>"\'';
const view: ReceiptView = {
  receipt: { id: 'r', url: 'https://ingest.example/v1/receipts/r', source: { id: 's', name: hostile }, receivedAt: '2026-11-24T08:00:00.000Z', contentType: 'text/html', format: 'html', charset: 'gb18030', bytes: 12, payloadSha256: 'ab' },
  warnings: [{ code: 'w', detail: hostile }],
  quarantine: { id: 'q', code: 'c', detail: hostile, closedAt: null, closedHow: null, closedReason: null },
  items: [
    {
      guid: hostile, itemId: 'i', outcome: 'new', revision: 1, standing: 'published', supersededBy: 3, warnings: [{ code: 'x', detail: hostile }], reason: { code: 'y', detail: hostile },
      stages: [
        { stage: 'received', at: '2026-11-24T08:00:00.000Z' },
        { stage: 'placed', at: '2026-11-24T08:00:01.000Z', storyId: 'st', relation: 'reprint', duplicateOf: hostile },
        { stage: 'refused', at: '2026-11-24T08:00:01.000Z', reasons: [{ code: 'embargo', detail: hostile }] },
        { stage: 'published', at: '2026-11-24T08:00:02.000Z', url: 'javascript:alert(1)' },
        { stage: 'taken_down', at: '2026-11-24T08:00:03.000Z', cause: 'held', httpStatus: 451 },
      ],
      understood: { title: hostile, language: 'zh', published: '2026-11-24', byline: [hostile], credit: hostile, categories: [hostile], characters: 1, pictures: 0 },
    },
    { guid: null, itemId: null, outcome: 'refused', revision: null, standing: 'refused-at-the-door', supersededBy: null, stages: [{ stage: 'received', at: '2026-11-24T08:00:00.000Z' }], reason: { code: 'no-body', detail: 'Send a body.' } },
  ],
};

describe.each(['en', 'zh'] as const)('the page of a receipt, in %s', (language) => {
  const page = receiptPage(view, language);
  const { document } = parseHTML(page);

  it('shows what came in as text, never as markup', () => {
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelector('h3')?.textContent).toBe(hostile);
    expect([...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([language === 'zh' ? '?lang=en' : '?lang=zh']);
    expect(page.split('alert(1)').length - 1).toBeGreaterThan(8);
  });

  it('is in one language throughout: every outcome, stage and standing has a word', () => {
    expect(document.documentElement.getAttribute('lang')).toBe(language === 'zh' ? 'zh-Hans' : 'en');
    expect(page).not.toMatch(/undefined|\[object/);
    expect(document.querySelectorAll('article')).toHaveLength(2);
    expect(document.querySelectorAll('li time')).toHaveLength(6);
    expect([...document.querySelectorAll('h3')].at(-1)?.textContent).toBe(language === 'zh' ? '第 2 条（无编号）' : 'Item 2, without an id');
  });

  it('shows a day as a day, and a time in the reader\'s zone', () => {
    expect(page).toContain('<dd>2026-11-24</dd>');
    expect(page).toContain(language === 'zh' ? '16:00:00' : '8:00:00');
  });

  it('has a style sheet that its own policy allows', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(style.length).toBeGreaterThan(100);
    expect(receiptPagePolicy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });
});

describe('the language of a page', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'de, en;q=0.5, zh;q=0.7', 'zh'],
    [undefined, 'zh;q=0, en', 'en'],
    ['zh', 'en', 'zh'],
    ['fr', 'zh-TW', 'zh'],
  ])('asked %s, accepted %s, is %s', (asked, accepted, language) => {
    expect(languageOf(asked, accepted)).toBe(language);
  });
});
