import { article, codes, items, read } from '../../test/support.js';
import { deletionDialects } from './deletion.js';

const ns =
  'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:cc="http://backend.userland.com/creativeCommonsRssModule" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:oa="http://example.net/oa" xmlns:goonews="http://example.net/goo" xmlns:mi="http://example.net/mi"';
const feed = (inside: string, channel = ''): string => `<?xml version="1.0"?><rss version="2.0" ${ns}><channel><title>Harbour</title><link>https://news.example/feed/</link>${channel}${inside}</channel></rss>`;
const item = (inside: string): string => feed(`<item><guid isPermaLink="false">b-1</guid><title>Berth</title><description>It passed.</description>${inside}</item>`);

describe('RSS 2.0', () => {
  test('content:encoded is the body, the description beside it the abstract', () => {
    const found = article(feed('<item><guid>b-1</guid><title>Berth three</title><description>&lt;p&gt;It &lt;b&gt;passed&lt;/b&gt;.&lt;/p&gt;</description><content:encoded><![CDATA[<p>All of its tests.</p>]]></content:encoded></item>'));
    expect(found).toMatchObject({ guid: 'b-1', title: 'Berth three', abstract: 'It passed.', bodyHtml: '<p>All of its tests.</p>', bodyText: 'All of its tests.' });
  });

  test('alone, the description is the body; without tags its lines are paragraphs', () => {
    expect(article(feed('<item><guid>b-1</guid><description>One &amp;amp; two.\nThree.</description></item>'))).toMatchObject({ title: 'One & two.', bodyHtml: '<p>One &amp; two.</p><p>Three.</p>' });
  });

  test.each([
    ['AT&amp;T', 'AT&T'],
    ['AT&amp;amp;T', 'AT&amp;T'],
    ['<![CDATA[AT&amp;T]]>', 'AT&T'],
    ['<![CDATA[1 < 2 &lt; 3]]>', '1 < 2 < 3'],
    ['&lt;b&gt;Bold&lt;/b&gt; claim', 'Bold claim'],
    ['x &lt; y &gt; z', 'x < y > z'],
    ['a\u202eb\u0085c', 'abc'],
  ])('entities of the title %s are decoded once', (xml, title) => {
    expect(article(feed(`<item><guid>1</guid><title>${xml}</title><description>text</description></item>`)).title).toBe(title);
  });

  test('HTML that was not escaped is read as if it were', () => {
    expect(article(feed('<item><guid>1</guid><title>t</title><description><p>One <em>two</em><br/>three</p></description></item>')).bodyHtml).toBe('<p>One <em>two</em><br>three</p>');
  });

  test.each([
    ['Mon, 13 Dec 2021 08:30:00 +0800', '2021-12-13T00:30:00.000Z', 'instant'],
    ['Mon, 13 Dec 2021 08:30 EST', '2021-12-13T13:30:00.000Z', 'instant'],
    ['13 December 2021 08:30:00 GMT', '2021-12-13T08:30:00.000Z', 'instant'],
    ['Monday, 13 Dec 2021 08:30:00 CET', '2021-12-13T07:30:00.000Z', 'instant'],
    ['Tue, 13 Dec 2021 08:30:00 GMT', '2021-12-13T08:30:00.000Z', 'instant'],
    ['2021-12-13T08:30:00Z', '2021-12-13T08:30:00.000Z', 'instant'],
    ['2021-12-13 08:30:00', '2021-12-13T08:30:00.000Z', 'instant'],
    ['2021-12-13', '2021-12-13T00:00:00.000Z', 'day'],
  ])('pubDate %s', (text, at, precision) => {
    expect(article(item(`<pubDate>${text}</pubDate>`)).published).toMatchObject({ at, precision });
  });

  test('no date: the time of receipt, marked', () => {
    const found = article(item(''));
    expect(found.published).toEqual({ at: '2026-11-25T12:00:00.000Z', precision: 'assumed' });
    expect(codes(found.warnings)).toEqual(['date-missing']);
  });

  test('a date to come is taken with a warning', () => {
    expect(codes(article(item('<pubDate>Sun, 01 Jan 2040 00:00:00 GMT</pubDate>')).warnings)).toEqual(['date-in-future']);
  });

  test('the version is the time of modification, where one is given', () => {
    expect(article(item('<dcterms:modified>2021-12-14T00:00:00Z</dcterms:modified>'))).toMatchObject({ version: '2021-12-14T00:00:00.000Z', modified: '2021-12-14T00:00:00.000Z' });
    expect(article(item('<pubDate>Mon, 13 Dec 2021 08:30:00 GMT</pubDate>'))).not.toHaveProperty('version');
  });

  test.each([
    ['<dc:creator>Ada Marsh</dc:creator><dc:creator>Bo Reed</dc:creator><author>x@y.example</author>', ['Ada Marsh', 'Bo Reed']],
    ['<author>ada@news.example (Ada Marsh)</author>', ['Ada Marsh']],
    ['<author>Ada Marsh &lt;ada@news.example&gt;</author>', ['Ada Marsh']],
    ['<atom:author><atom:name>Ada Marsh</atom:name></atom:author>', ['Ada Marsh']],
  ])('authors of %s', (xml, byline) => {
    expect(article(item(xml)).byline).toEqual(byline);
  });

  test('source, rights and licence, the item before its feed', () => {
    expect(article(item('<source url="https://origin.example/feed">Origin Press</source><dc:rights>(c) item</dc:rights><cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>'))).toMatchObject({
      credit: { name: 'Origin Press', url: 'https://origin.example/feed' },
      rights: { notice: '(c) item', licenceUri: 'https://creativecommons.org/licenses/by/4.0/' },
    });
    expect(article(feed('<item><guid>1</guid><title>t</title><description>d</description></item>', '<copyright>(c) feed</copyright>')).rights).toEqual({ notice: '(c) feed' });
  });

  test('enclosures, Media RSS (the largest of a group), pictures of the text; keywords and categories', () => {
    const found = article(item('<enclosure url="/a.mp3" type="audio/mpeg" length="1"/><media:group><media:content url="/s.jpg" width="10"/><media:content url="/l.jpg" width="900" height="600" type="image/jpeg"/><media:description>A &lt;i&gt;crane&lt;/i&gt;</media:description><media:credit>Ada</media:credit></media:group><media:keywords>port, crane</media:keywords><category>Ports</category><content:encoded>&lt;p&gt;&lt;img src="p.png"&gt;x&lt;/p&gt;</content:encoded>').replace('</description>', '</description><link>/b/1</link>'));
    expect(found.media).toEqual([
      { url: 'https://news.example/a.mp3', type: 'audio/mpeg' },
      { url: 'https://news.example/l.jpg', type: 'image/jpeg', caption: 'A crane', credit: 'Ada', width: 900, height: 600 },
      { url: 'https://news.example/b/p.png' },
    ]);
    expect(found.keywords).toEqual(['port', 'crane']);
    expect(found.categories).toEqual([{ code: 'Ports' }]);
  });

  test('relative addresses: xml:base before the item\'s page before the feed\'s', () => {
    const body = '<description>&lt;a href="x"&gt;l&lt;/a&gt;</description>';
    expect(article(feed(`<item><guid>1</guid>${body}</item>`)).bodyHtml).toContain('https://news.example/feed/x');
    expect(article(feed(`<item><link>/p/1</link>${body}</item>`)).bodyHtml).toContain('https://news.example/p/x');
    expect(article(feed(`<item xml:base="https://other.example/q/"><link>1</link>${body}</item>`))).toMatchObject({ url: 'https://other.example/q/1', bodyHtml: '<p><a href="https://other.example/q/x" rel="nofollow noopener">l</a></p>' });
  });

  test('without guid the link is the id, without both a hash of the text, each with a warning', () => {
    const byLink = article(feed('<item><link>/p/1</link><description>text</description></item>'));
    expect([byLink.guid, codes(byLink.warnings)]).toEqual(['https://news.example/p/1', ['guid-from-url', 'date-missing']]);
    const byText = article(feed('<item><description>text</description></item>'));
    expect([byText.guid, codes(byText.warnings)]).toEqual([expect.stringMatching(/^text:[0-9a-f]{28}$/), ['guid-from-text', 'date-missing']]);
  });

  test('what nobody here understands is kept verbatim', () => {
    expect(article(item('<x:desk xmlns:x="https://x.example/ns" level="2">ports</x:desk><custom>a</custom>')).unknown).toEqual({ 'x:desk': { '@level': '2', text: 'ports' }, custom: 'a' });
  });

  test('an item that cannot be an article is refused alone, with what to do', () => {
    const found = items(feed('<item><guid>1</guid><title>t</title><description>d</description></item><item><guid>2</guid><title>only a title</title></item><item><guid>3</guid><title>t</title><description>d</description></item>'));
    expect(found.map(({ kind, guid }) => [kind, guid])).toEqual([['article', '1'], ['refused', '2'], ['article', '3']]);
    expect(found[1]).toMatchObject({ reason: { code: 'no-body', detail: expect.stringContaining('item 2') as string } });
  });

  test('an empty feed is no error', () => {
    expect(read(feed(''))).toMatchObject({ ok: true, items: [], warnings: [{ code: 'no-items' }] });
  });
});

describe('RSS that says that an item is gone', () => {
  const cases: [string, string, string][] = [
    ['media:status', '<media:status state="deleted"/>', 'deleted'],
    ['status', '<status>0</status>', 'deleted'],
    ['status', '<status>delete</status>', 'deleted'],
    ['delete', '<delete>1</delete>', 'deleted'],
    ['oa:delStatus', '<oa:delStatus>1</oa:delStatus>', 'deleted'],
    ['goonews:delete', '<goonews:delete>1</goonews:delete>', 'deleted'],
    ['mi:expirationDate', '<mi:expirationDate>2021-12-13T00:00:00Z</mi:expirationDate>', 'expired'],
    ['endDate', '<endDate>2021-12-13T00:00:00Z</endDate>', 'expired'],
  ];

  test.each(cases)('%s: %s', (dialect, xml, reason) => {
    expect(deletionDialects).toContain(dialect);
    expect(items(item(xml), { source: { deletionDialect: [dialect] } })).toMatchObject([{ kind: 'removal', guid: 'b-1', reason }]);
  });

  test.each(cases)('%s is not obeyed for a source that does not use it', (_dialect, xml) => {
    expect(items(item(xml))[0]?.kind).toBe('article');
    expect(items(item(xml), { source: { deletionDialect: ['none-of-them'] } })[0]?.kind).toBe('article');
  });

  test('status 2 and a time to come leave the item', () => {
    const source = { deletionDialect: [...deletionDialects] };
    expect(items(item('<status>2</status>'), { source })[0]?.kind).toBe('article');
    expect(items(item('<delete>0</delete><media:status state="active"/><mi:expirationDate>2040-01-01T00:00:00Z</mi:expirationDate>'), { source })[0]?.kind).toBe('article');
  });
});

describe('older RSS', () => {
  test('1.0: items beside the channel, rdf:about for the id', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"><title>H</title><link>https://news.example/</link></channel><item rdf:about="urn:b:1"><title>Berth</title><link>https://news.example/1</link><description>It passed.</description><dc:date>2021-12-13T08:30:00+08:00</dc:date></item></rdf:RDF>`;
    expect(read(rdf).format).toBe('rdf');
    expect(article(rdf)).toMatchObject({ guid: 'urn:b:1', url: 'https://news.example/1', title: 'Berth', published: { at: '2021-12-13T00:30:00.000Z' } });
  });

  test('0.91 with a doctype that is not resolved, 0.90 with its own namespace', () => {
    const old = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><link>https://news.example/</link><item><title>Berth&nbsp;&harbour;three</title><link>/1</link><description>It passed.</description></item></channel></rss>';
    expect(article(old)).toMatchObject({ url: 'https://news.example/1', title: 'Berth &harbour;three' });
    expect(codes(read(old).warnings)).toEqual(['xml-entity-unknown']);
    expect(article('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>H</title></channel><item><title>Berth</title><link>https://news.example/1</link><description>d</description></item></rdf:RDF>').title).toBe('Berth');
  });
});
