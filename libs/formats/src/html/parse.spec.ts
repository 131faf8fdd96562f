import { article, codes, cpuMs, parse, refusal } from '../../test/support.js';

const sentence = '港口管理局周一表示，新建的三号泊位已经完成全部测试，预计下月正式投入使用，届时年吞吐能力将提高两成。';
const body = `<p>\u3000\u3000${sentence}</p><p>\u3000\u3000工程负责人说，施工期间没有发生安全事故，周边航道也始终保持畅通。</p>`;
const page = (info: string, content = body, head = ''): string =>
  `<!doctype html><html lang="zh-CN"><head><title>三号泊位通过验收_要闻_海港新闻网</title>${head}</head><body><div class="nav"><a href="/">首页</a></div><h1>三号泊位通过验收</h1><div class="info">${info}</div><div class="article-content">${content}</div><div class="footer"><a href="/about">关于我们</a></div></body></html>`;

describe('an article page of a Chinese portal', () => {
  test('labelled source, author, time and views, in whatever order and with whatever colon', () => {
    const found = article(page('发布时间：2021年12月13日 08:30:05　来源：<a href="/src/1">海港日报</a>　作者： 张　三、李四光 浏览：1.2万'), { source: { baseUrl: 'https://news.example/' } });
    expect(found.title).toBe('三号泊位通过验收');
    expect(found.published).toEqual({ at: '2021-12-13T00:30:05.000Z', precision: 'instant' });
    expect(found.credit).toEqual({ name: '海港日报', url: 'https://news.example/src/1' });
    expect(found.byline).toEqual(['张三', '李四光']);
    expect(found.views).toBe(12_000);
    expect(found.language).toBe('zh-CN');
  });

  test.each([
    ['稿源: 新海客户端 | 2021/12/13 08:30', '新海客户端', '2021-12-13T00:30:00.000Z'],
    ['08:30 2021-12-13 <span>新海晚报</span>', '新海晚报', '2021-12-13T00:30:00.000Z'],
    ['2021.12.13 08:30 來 源：<b>新海通訊社</b> 責任編輯：王五', '新海通訊社', '2021-12-13T00:30:00.000Z'],
    ['出处：Harbour Times　时间：2021-12-13 下午 4:30', 'Harbour Times', '2021-12-13T08:30:00.000Z'],
  ])('%s', (info, credit, at) => {
    const found = article(page(info));
    expect(found.credit?.name).toBe(credit);
    expect(found.published).toEqual({ at, precision: 'instant' });
  });

  test('a day without a time stays a day, at its start in the zone of the source', () => {
    expect(article(page('2021-12-13')).published).toEqual({ at: '2021-12-12T16:00:00.000Z', precision: 'day', day: '2021-12-13' });
    expect(article(page('2021-12-13'), { source: { timeZone: 'America/New_York' } }).published?.at).toBe('2021-12-13T05:00:00.000Z');
  });

  test('3小时前 counts from receipt and is marked', () => {
    expect(article(page('3小时前 来源：海港日报')).published).toEqual({ at: '2026-11-25T09:00:00.000Z', precision: 'assumed' });
  });

  test('a month and a day take the year from the address', () => {
    const head = '<link rel="canonical" href="https://news.example/2019/0213/5.html">';
    expect(article(page('02-13 08:30', body, head)).published?.at).toBe('2019-02-13T00:30:00.000Z');
    expect(article(page('12-24 08:30')).published?.at).toBe('2025-12-24T00:30:00.000Z');
  });

  test('views that a script would fill in are absent, not 0', () => {
    expect(article(page('2021-12-13 浏览：<span id="hits"></span>次'))).not.toHaveProperty('views');
    expect(article(page('2021-12-13 浏览：<span id="hits">0</span>次')).views).toBe(0);
  });

  test('"this site" is no credit', () => {
    expect(article(page('2021-12-13 来源：本站'))).not.toHaveProperty('credit');
  });

  test('the editor and the original title stand in the text, and are no part of it', () => {
    const found = article(page('2021-12-13', `${body}<p>（原标题：三号泊位昨日通过竣工验收）</p><p style="text-align:right">（责任编辑：赵六）</p>`));
    expect(found.editorName).toBe('赵六');
    expect(found.originalTitle).toBe('三号泊位昨日通过竣工验收');
    expect(found.bodyText).not.toMatch(/赵六|原标题/);
  });

  test('the reporter in brackets is the author', () => {
    expect(article(page('2021-12-13', `<p>本报讯（记者 钱七 通讯员 孙八）${sentence}</p>${body}`)).byline).toEqual(['钱七', '孙八']);
  });

  test('abstract by label or by name; cut in mid-sentence it is kept and marked', () => {
    const cut = article(page('2021-12-13', body).replace('<div class="article-content">', '<div>核心提示：新泊位已经通过了全部验收，港口的吞吐能力将</div><div class="article-content">'));
    expect([cut.abstract, cut.abstractTruncated]).toEqual(['新泊位已经通过了全部验收，港口的吞吐能力将', true]);
    const whole = article(page('2021-12-13', body).replace('<div class="article-content">', '<div class="summary">【摘要】新泊位已经通过了全部验收，将于下月投入使用。</div><div class="article-content">'));
    expect(whole.abstract).toBe('新泊位已经通过了全部验收，将于下月投入使用。');
    expect(whole).not.toHaveProperty('abstractTruncated');
  });

  test('the meta description is an abstract only where it is whole', () => {
    const head = (text: string): string => `<meta name="description" content="${text}">`;
    expect(article(page('2021-12-13', body, head('新泊位通过了全部验收，将于下月正式投入使用。'))).abstract).toBe('新泊位通过了全部验收，将于下月正式投入使用。');
    expect(article(page('2021-12-13', body, head('新泊位通过了全部验收，将于下月正式投入使')))).not.toHaveProperty('abstract');
  });

  test('short bold or centred paragraphs are headings; two in a row are one; the last one and a full sentence are not', () => {
    const found = article(page('2021-12-13', `${body}<p align="center">建设提速</p><p><b>质量不减</b></p>${body}<p><strong>安全第一</strong></p>${body}<p><strong>他们说这是一个好消息。</strong></p><p><strong>记者手记</strong></p>`));
    expect([...found.bodyHtml.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1])).toEqual(['建设提速<br>质量不减', '安全第一']);
    expect(found.bodyText).toContain('他们说这是一个好消息。');
  });

  test('furniture inside the container goes', () => {
    const found = article(page('2021-12-13', `<div class="bdsharebuttonbox"><a>微信</a></div>${body}<p>上一篇：<a href="1">旧闻一则</a></p><p><strong>相关阅读：</strong></p><ul><li><a href="2">别处的新闻</a></li></ul><p>扫描二维码关注我们</p><div class="pages"><a>下一页</a></div>`));
    expect(found.bodyText.split('\n')).toHaveLength(2);
    expect(found.bodyText).not.toMatch(/微信|旧闻|相关阅读|别处|二维码|下一页/);
  });

  test('a right reserved is found wherever it stands, is no part of the body, and a disclaimer is no right', () => {
    const found = article(page('2021-12-13', `${body}<p>版权声明：未经海港新闻网书面授权，不得转载。</p>`));
    expect(found.reprintReserved).toBe(true);
    expect(found.rights?.notice).toContain('不得转载');
    expect(found.bodyText).not.toContain('版权声明');
    const disclaimer = article(page('2021-12-13', body).replace('<div class="footer">', '<div>免责声明：本网转载其它媒体的文章，目的在于传递更多信息，并不代表本网赞同其观点。</div><div class="footer">'));
    expect(disclaimer.reprintReserved).toBe(false);
    expect(disclaimer.bodyText).not.toContain('免责声明');
    expect(disclaimer.unknown).toHaveProperty('disclaimer');
  });

  test('the id is the canonical address; without one a hash of title, day and source, the same for a corrected text', () => {
    const named = article(page('2021-12-13', body, '<link rel="canonical" href="https://news.example/a/1.html">'));
    expect([named.guid, named.url]).toEqual(['https://news.example/a/1.html', 'https://news.example/a/1.html']);
    const first = article(page('2021-12-13 来源：海港日报'));
    expect(first.guid).toMatch(/^page:[0-9a-f]{28}$/);
    expect(codes(first.warnings)).toEqual(['guid-from-text']);
    expect(article(page('2021-12-13 来源：海港日报', `${body}<p>补充一句话，说明验收的日期和参加的单位。</p>`)).guid).toBe(first.guid);
    expect(article(page('2021-12-14 来源：海港日报')).guid).not.toBe(first.guid);
  });

  test('lazy pictures show their picture', () => {
    const found = article(page('2021-12-13', `${body}<p><img src="/blank.gif" data-original="/pic/1.jpg" onload="x()"></p>`), { source: { baseUrl: 'https://news.example/' } });
    expect(found.bodyHtml).toContain('<img src="https://news.example/pic/1.jpg" alt="" loading="lazy" />');
    expect(found.media).toEqual([{ url: 'https://news.example/pic/1.jpg' }]);
  });

  test('a player in the text is media, an advert is nothing', () => {
    expect(article(page('2021-12-13', `${body}<iframe src="https://v.example/player?id=1"></iframe><iframe src="https://ads.example/1"></iframe>`)).media).toEqual([{ url: 'https://v.example/player?id=1', type: 'text/html' }]);
  });

  test('a machine-made text keeps its label', () => {
    expect(article(page('2021-12-13', `${body}<p>声明：本文由AI生成，仅供参考</p>`)).digitalSourceType).toMatch(/trainedAlgorithmicMedia$/);
    expect(article(page('2021-12-13'))).not.toHaveProperty('digitalSourceType');
  });

  test('a GB2312 label reads as GB18030', () => {
    const found = article(Buffer.concat([Buffer.from('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><div id="content"><p>'), Buffer.from('8139ee39b0a1'.repeat(20), 'hex'), Buffer.from('</p></div></body></html>')]));
    expect(found.bodyText).toMatch(/^(?:㐀啊){20}$/);
  });
});

describe('a page that speaks for itself', () => {
  const ld = (json: string): string => `<script type="application/ld+json">${json}</script>`;
  const english = '<p>The harbour authority said on Monday that the new berth had passed all of its tests and would open next month.</p><p>Traffic in the channel was never interrupted while the work went on, its manager said.</p>';
  const plain = (head: string): string => `<html lang="en"><head><title>Berth three passes | Harbour News</title>${head}</head><body><main><h1>Berth three passes</h1><article>${english}</article></main></body></html>`;

  test('JSON-LD comes before everything', () => {
    const found = article(plain(ld('{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":"Berth three passes","datePublished":"2021-12-13T08:30:00+08:00","dateModified":"2021-12-14T00:00:00Z","author":[{"@type":"Person","name":"Ada Marsh"},{"name":"Bo Reed"}],"articleSection":"Ports","license":"https://creativecommons.org/licenses/by/4.0/","image":{"url":"https://news.example/i.jpg"},"keywords":"harbour, berth"}]}') + '<meta property="article:published_time" content="2020-01-01T00:00:00Z">'));
    expect(found.published?.at).toBe('2021-12-13T00:30:00.000Z');
    expect(found.modified).toBe('2021-12-14T00:00:00.000Z');
    expect(found.byline).toEqual(['Ada Marsh', 'Bo Reed']);
    expect(found.categories).toEqual([{ code: 'Ports' }]);
    expect(found.keywords).toEqual(['harbour', 'berth']);
    expect(found.media).toEqual([{ url: 'https://news.example/i.jpg', type: 'image/*' }]);
    expect(found.rights?.licenceUri).toBe('https://creativecommons.org/licenses/by/4.0/');
  });

  test('a broken one is mended', () => {
    const found = article(plain(ld('<!-- {"@type":"NewsArticle",\n"headline":"Berth\nthree passes", /* c */ "datePublished":"2021-12-13T08:30:00Z",} -->')));
    expect(found.published?.at).toBe('2021-12-13T08:30:00.000Z');
  });

  test('Open Graph and the title cut at its last bar', () => {
    const found = article(plain('<meta property="og:url" content="https://news.example/3"><meta property="article:published_time" content="2021-12-13T08:30:00Z"><meta name="author" content="Ada Marsh">'));
    expect([found.title, found.url, found.byline, found.published?.at]).toEqual(['Berth three passes', 'https://news.example/3', ['Ada Marsh'], '2021-12-13T08:30:00.000Z']);
    expect(article(plain('').replace(/<h1>.*?<\/h1>/, '')).title).toBe('Berth three passes');
  });

  test('a home page as canonical is no identity', () => {
    expect(article(plain('<link rel="canonical" href="https://news.example/">'))).not.toHaveProperty('url');
  });

  test('a Western page is read by Readability: the text without what stands in between', () => {
    const long = english.repeat(4);
    const found = article(`<html lang="en"><head><title>Berth three passes | Harbour News</title></head><body><div class="content"><h1>Berth three passes</h1><p class="byline">By Ada Marsh</p><time datetime="2021-12-13T08:30:00Z">13 December</time><div class="story">${long}<div class="newsletter-signup"><p>Get our letter, every morning, in your inbox.</p><form><input></form></div><p><strong>Read more:</strong> <a href="/x">Another berth</a></p>${long}</div><div class="promo"><a href="/1">One thing</a> <a href="/2">Another thing</a></div></div></body></html>`);
    expect(found.byline).toEqual(['Ada Marsh']);
    expect(found.published?.at).toBe('2021-12-13T08:30:00.000Z');
    expect(found.bodyText.split('\n')).toHaveLength(16);
    expect(found.bodyText).not.toMatch(/letter|Read more|Another/);
  });

  test('a page without any container is read by its text', () => {
    const found = article(`<html><body><table><tr><td><a href="/a">One</a> <a href="/b">Two</a></td><td>${english.repeat(3)}</td></tr></table></body></html>`);
    expect(found.bodyText).toContain('passed all of its tests');
    expect(found.bodyText).not.toContain('Two');
  });
});

describe('a Western page', () => {
  const text = 'The tide gate was opened at dawn on Tuesday, and forty boats went out on the ebb before the wind turned to the north, the harbour master said. ';
  const western = (inside: string, head = ''): string => `<!doctype html><html lang="en"><head><title>Gate opens - Harbour Times</title><link rel="canonical" href="https://news.example/a">${head}</head><body><nav><a href="/">Home</a></nav><main><article><h1>Gate opens</h1>${inside}<p>${text.repeat(2)}</p><p>${text.repeat(2)}</p></article></main></body></html>`;

  test('its graph names its author by an id; texts of JSON-LD are read as people see them', () => {
    const graph = { '@graph': [{ '@type': 'WebPage', author: { '@id': '#x' } }, { '@type': 'Person', '@id': '#p', name: 'Ada &amp; Bo' }, { '@type': 'NewsArticle', headline: 'Gate &#8220;opens&#8221;', author: [{ '@id': '#p' }, { '@id': '#nobody' }], datePublished: '2021-12-13T08:30:00Z' }] };
    const found = article(western('', `<script type="application/ld+json">${JSON.stringify(graph)}</script>`).replace('<h1>Gate opens</h1>', ''));
    expect([found.title, found.byline, found.published?.at]).toEqual(['Gate “opens”', ['Ada & Bo'], '2021-12-13T08:30:00.000Z']);
  });

  test('microdata names people and the time where the head does not', () => {
    const found = article(western('<span itemprop="author" itemscope><span itemprop="name">Ada Marsh</span></span><time itemprop="datePublished" datetime="2021-12-13T08:30:00Z">Monday</time>'));
    expect([found.byline, found.published?.at]).toEqual([['Ada Marsh'], '2021-12-13T08:30:00.000Z']);
  });

  test('who and when in lines of their own are no body; in a sentence they are', () => {
    const found = article(western('<p class="who">By Ada Marsh</p><time datetime="2021-12-13T08:30:00Z">13 Dec</time>').replace('</article>', '<p>It closed at <time datetime="2021-12-13T20:30:00Z">half past eight</time>. By then all were out.</p></article>'));
    expect(found.bodyText.startsWith('The tide gate')).toBe(true);
    expect(found.bodyText).toContain('It closed at half past eight. By then all were out.');
    expect(found.byline).toEqual(['Ada Marsh']);
  });

  test('pictures that a script would load, or that are in sizes only, or AMP\'s, are pictures', () => {
    const found = article(western(`<p>${text}</p><p><img srcset="/s.jpg 300w, /l.jpg?a=1,2 900w" alt=""></p><p><img src="data:image/gif;base64,R0lG" data-src="/lazy.jpg" alt=""></p><p><amp-img src="/amp.jpg" width="3" height="2"></amp-img></p>`));
    expect(found.media.map(({ url }) => url)).toEqual(['https://news.example/l.jpg?a=1,2', 'https://news.example/lazy.jpg', 'https://news.example/amp.jpg']);
  });
});

describe('what is no page of an article', () => {
  test('an empty page is refused with a reason', () => {
    expect(refusal('<!doctype html><html><body><div id="app"></div><script>load()</script></body></html>')).toMatchObject({ status: 422, code: 'page-without-text' });
  });

  test.each([
    ['nested', `${'<div>'.repeat(100_000)}text${'</div>'.repeat(100_000)}`],
    ['unclosed inline', `${'<b>'.repeat(100_000)}${'</x>'.repeat(100_000)}text`],
    ['attributes', `<p ${Array.from({ length: 200_000 }, (_, i) => `a${i}=1`).join(' ')}>text</p>`],
    ['comments', `<p>text</p>${'<!--'.repeat(100_000)}`],
    ['elements', '<p>text</p>'.repeat(100_000)],
    ['metas', `${'<meta '.repeat(60_000)}<p>text</p>`],
  ])('%s in their hundred thousands take no more than their length', (_name, hostile) => {
    expect(cpuMs(() => parse(`<html><body>${hostile}</body></html>`))).toBeLessThan(1_500);
  });
});
