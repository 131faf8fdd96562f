import { paragraphs, portalPages } from '../../test/portal-pages.js';
import { article } from '../../test/support.js';

describe.each(portalPages)('$kind', (page) => {
  const found = article(page.html, { contentType: 'text/html', source: { baseUrl: 'https://news.example/a/' } });

  test('title, date, source, people', () => {
    expect(found.title).toBe('三号泊位通过竣工验收');
    expect(found.published).toEqual(page.day === undefined ? { at: page.at, precision: 'instant' } : { at: '2021-12-12T16:00:00.000Z', precision: 'day', day: page.day });
    expect({ credit: found.credit?.name, byline: found.byline, editorName: found.editorName }).toEqual({ credit: page.credit, byline: page.byline, editorName: page.editorName });
  });

  test('what else stands beside the text', () => {
    expect({ subtitle: found.subtitle, originalTitle: found.originalTitle, views: found.views, url: found.url, truncated: found.abstractTruncated }).toEqual({
      subtitle: page.subtitle, originalTitle: page.originalTitle, views: page.views, url: page.url, truncated: page.truncated,
    });
    if (page.abstract !== undefined) expect(found.abstract).toBe(page.abstract);
    if (page.categories !== undefined) expect(found.categories.map(({ code }) => code)).toEqual(page.categories);
  });

  test('the whole text, its headings, and nothing of the page around it', () => {
    for (const paragraph of paragraphs) expect(found.bodyText.split('\n').filter((line) => line.endsWith(paragraph) || line === `${paragraph}(完)`)).toHaveLength(1);
    expect([...found.bodyHtml.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1])).toEqual(page.headings ?? []);
    expect(found.bodyText).not.toMatch(/版权所有|推荐|分享|责任编辑|责编|上一篇|下一篇|相关|打印|关闭|首页|微信|二维码|纠错|跟贴|热榜|顶一下|END|来源|原标题|特别声明|举报|字号/);
    expect(found.bodyText.length).toBeLessThan(paragraphs.join('').length + 80);
  });
});
