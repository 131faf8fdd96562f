/** The demo's articles as media send them: ninjs, RSS, Atom, JSON Feed, pages. */
import { toGb18030 } from './gb18030.mjs';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const inline = (text) => escaped(text).replace(/\*([^*]+)\*/g, '<em>$1</em>');

const htmlOf = ({ paragraphs }) => paragraphs.map((paragraph) => (paragraph.startsWith('## ') ? `<h2>${inline(paragraph.slice(3))}</h2>` : `<p>${inline(paragraph)}</p>`)).join('\n');

/** Address of an article at its source. */
export const addressOf = ({ source, name }) => `https://${source}.example/${name}`;

const zoned = (date) => `${new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')}`;

/** ninjs 2. IPTC ninjs 2.1. */
export const ninjsOf = (article) => ({
  uri: addressOf(article),
  standard: { name: 'ninjs', version: '2.1' },
  type: 'text',
  pubstatus: 'usable',
  version: article.version ?? '1',
  headlines: [{ role: 'main', value: article.title }],
  bodies: [{ role: 'main', contenttype: 'text/html', value: htmlOf(article) }],
  by: article.byline,
  language: 'en',
  subjects: [{ name: article.category, literal: article.category }],
  keywords: article.keywords,
  firstcreated: article.publishedAt.toISOString(),
  versioncreated: article.modifiedAt.toISOString(),
  ...(article.embargoedUntil ? { embargoed: article.embargoedUntil.toISOString() } : {}),
  copyrightholder: 'Harbour Wire',
  usageterms: 'For subscribers of Harbour Wire',
});

/** The kill of an article that was sent before. */
export const ninjsKill = (article, at) => ({ uri: addressOf(article), standard: { name: 'ninjs', version: '2.1' }, type: 'text', pubstatus: 'canceled', version: '2', versioncreated: at.toISOString(), headlines: [{ role: 'main', value: `KILL: ${article.title}` }] });

/** RSS 2.0 as bytes in GB18030, as many Chinese media still send it. */
export const rssGb18030 = ({ title, link, articles }) => {
  const items = articles.map(
    (article) => `<item>
<title>${escaped(article.title)}</title>
<link>${addressOf(article)}</link>
<guid isPermaLink="true">${addressOf(article)}</guid>
<author>${escaped(article.byline)}</author>
<category>${escaped(article.category)}</category>
<pubDate>${article.publishedAt.toUTCString().replace('GMT', '+0000')}</pubDate>
<description><![CDATA[${article.paragraphs[0].replace(/^本报讯 /, '')}]]></description>
<content:encoded><![CDATA[${htmlOf(article)}]]></content:encoded>
</item>`,
  );
  return toGb18030(`<?xml version="1.0" encoding="GB18030"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${escaped(title)}</title>
<link>${link}</link>
<description>${escaped(title)}</description>
<language>zh-cn</language>
${items.join('\n')}
</channel>
</rss>
`);
};

/** Atom. RFC 4287. */
export const atomOf = ({ title, link, articles }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${link}feed</id>
<title>${escaped(title)}</title>
<link rel="alternate" href="${link}"/>
<updated>${articles.at(-1).modifiedAt.toISOString()}</updated>
${articles
  .map(
    (article) => `<entry>
<id>${addressOf(article)}</id>
<title>${escaped(article.title)}</title>
<link rel="alternate" type="text/html" href="${addressOf(article)}"/>
${article.byline ? `<author><name>${escaped(article.byline)}</name></author>` : `<author><name>${escaped(title)}</name></author>`}
<published>${article.publishedAt.toISOString()}</published>
<updated>${article.modifiedAt.toISOString()}</updated>
<category term="${escaped(article.category)}"/>
${article.credit ? `<source><id>https://harbour-wire.example/</id><title>${escaped(article.credit)}</title><link rel="alternate" href="https://harbour-wire.example/"/><updated>${article.publishedAt.toISOString()}</updated></source>` : ''}
<content type="html">${escaped(htmlOf(article))}</content>
</entry>`,
  )
  .join('\n')}
</feed>
`;

/** JSON Feed 1.1. */
export const jsonFeedOf = ({ title, link, language, articles }) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: link,
    language,
    items: articles.map((article) => ({
      id: addressOf(article),
      url: addressOf(article),
      title: article.title,
      content_html: article.credit ? `${htmlOf(article)}\n<p>${language === 'zh' ? `（来源：${escaped(article.credit)}）` : `(From ${escaped(article.credit)})`}</p>` : htmlOf(article),
      date_published: article.publishedAt.toISOString(),
      date_modified: article.modifiedAt.toISOString(),
      ...(article.byline ? { authors: [{ name: article.byline }] } : {}),
      tags: article.keywords,
    })),
  });

/** A page as portals build it, with what stands around a text there. */
export const pageOf = (article) => {
  const disclaimer = article.copy === 'wrapped' ? article.paragraphs.at(-1) : undefined;
  const body = disclaimer === undefined ? article : { paragraphs: article.paragraphs.slice(0, -1) };
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${escaped(article.title)}_江湾在线</title>
<link rel="canonical" href="${addressOf(article)}">
<meta property="article:modified_time" content="${article.modifiedAt.toISOString()}">
<meta name="keywords" content="${escaped(article.keywords.join(','))}">
</head>
<body>
<div class="nav"><a href="/">首页</a> | <a href="/news">要闻</a> | <a href="/life">生活</a> | <a href="/about">关于我们</a></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/c">${escaped(article.category)}</a> &gt; 正文</div>
<h1>${escaped(article.title)}</h1>
<div class="info">来源：${article.credit ?? '江湾在线'}\u3000${article.byline ? `作者：${article.byline}\u3000` : ''}发布时间：${zoned(article.publishedAt).slice(0, 16)}\u3000浏览次数：${article.views}\u3000责任编辑：${article.editor}</div>
<div class="content">
${htmlOf(body)}
</div>
${disclaimer === undefined ? '' : `<p class="disclaimer">${escaped(disclaimer)}</p>`}
<div class="related"><h3>相关阅读</h3><ul><li><a href="/a">老码头的灯是怎么亮的</a></li><li><a href="/b">本周市集出摊名单</a></li></ul></div>
<div class="footer">江湾在线 版权所有\u3000<a href="/map">网站地图</a></div>
</body>
</html>
`;
};
