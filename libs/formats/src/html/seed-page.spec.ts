import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { article, describeWith, seedDir } from '../../test/support.js';

const file = join(seedDir, 'page.html');

describeWith(file, 'the page that the product is modelled on', 'SEED_DIR', () => {
  const html = (): string => readFileSync(file, 'utf8');
  const paragraphs = (): string[] => [...html().matchAll(/<p>\u3000\u3000(.*?)<\/p>/g)].map((match) => match[1] as string);

  test('title, day, source, views and the truncated abstract are found', () => {
    const found = article(html(), { contentType: 'text/html' });
    expect(found.title).toBe(/<h1[^>]*>(.*?)<\/h1>/.exec(html())?.[1]);
    expect(found.published).toEqual({ at: '2021-12-12T16:00:00.000Z', precision: 'day', day: '2021-12-13' });
    expect(found.credit).toEqual({ name: '山西日报' });
    expect(found.views).toBe(42);
    expect(found.abstract).toMatch(/^围绕.*是$/);
    expect(found.abstractTruncated).toBe(true);
    expect(found.reprintReserved).toBe(false);
    expect(found.categories.map(({ code }) => code)).toEqual(['资讯', '区域动态']);
  });

  test('the body is every paragraph in order, with three headings of two lines, and nothing else', () => {
    const found = article(html());
    const lines = found.bodyText.split('\n');
    const headings = ['项目建设加速跑', '招商引资不停歇', '加强区校企合作', '促进产教研融合', '帮助企业解难题', '持续优化软环境'];
    expect(paragraphs().length).toBe(15);
    expect(lines.filter((line) => !headings.includes(line))).toEqual(paragraphs());
    expect(lines.filter((line) => headings.includes(line))).toEqual(headings);
    expect([...found.bodyHtml.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1])).toEqual([`${headings[0]}<br>${headings[1]}`, `${headings[2]}<br>${headings[3]}`, `${headings[4]}<br>${headings[5]}`]);
  });

  test.each(['科技是第一生产力', '当前位置', '打赏', '分享到', '免责声明', '同类资讯', '推荐图文', '点击排行', '网站首页', '备05102027', '核心提示', '首页'])('%s is furniture and not in the body', (furniture) => {
    expect(html()).toContain(furniture);
    expect(article(html()).bodyHtml).not.toContain(furniture);
  });
});
