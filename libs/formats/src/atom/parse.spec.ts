import { article, codes, items, read } from '../../test/support.js';

const feed = (inside: string, attributes = ''): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:app="http://www.w3.org/2007/app" xmlns:dcterms="http://purl.org/dc/terms/" ${attributes}><title>Harbour</title><id>urn:f</id><updated>2021-12-13T00:00:00Z</updated><author><name>The feed</name></author>${inside}</feed>`;
const entry = (inside: string): string => `<entry><id>urn:b:1</id><title>Berth</title><updated>2021-12-13T00:00:00Z</updated>${inside}</entry>`;

describe('Atom 1.0', () => {
  test('an entry', () => {
    const found = article(feed(entry('<published>2021-12-12T00:00:00Z</published><author><name>Ada Marsh</name></author><category term="ports" label="Ports"/><link href="https://news.example/1"/><link rel="enclosure" href="/a.mp3" type="audio/mpeg"/><rights>(c) H</rights><summary>It passed.</summary><content type="html">&lt;p&gt;All &amp;amp; every test.&lt;/p&gt;</content>'), 'xml:lang="en" xml:base="https://news.example/"'));
    expect(found).toMatchObject({
      guid: 'urn:b:1',
      version: '2021-12-13T00:00:00.000Z',
      title: 'Berth',
      abstract: 'It passed.',
      bodyHtml: '<p>All &amp; every test.</p>',
      byline: ['Ada Marsh'],
      url: 'https://news.example/1',
      language: 'en',
      published: { at: '2021-12-12T00:00:00.000Z', precision: 'instant' },
      modified: '2021-12-13T00:00:00.000Z',
      categories: [{ code: 'ports', name: 'Ports' }],
      rights: { notice: '(c) H' },
      media: [{ url: 'https://news.example/a.mp3', type: 'audio/mpeg' }],
    });
  });

  test('content whose producer forgot to call it HTML is HTML, if it is all in tags', () => {
    expect(article(feed(entry('<content>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;.&lt;/p&gt;</content>'))).bodyHtml).toBe('<p>One <b>two</b>.</p>');
    expect(article(feed(entry('<content type="text">&lt;p&gt;One.&lt;/p&gt;</content>'))).bodyHtml).toBe('<p>&lt;p&gt;One.&lt;/p&gt;</p>');
    expect(article(feed(entry('<content>a &lt;b&gt; c</content>'))).bodyHtml).toBe('<p>a &lt;b&gt; c</p>');
  });

  test('a film: what is said of it is the text, with its still', () => {
    const media = '<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:content url="https://film.example/v" type="video/mp4"/><media:thumbnail url="https://film.example/s.jpg" width="480"/><media:description>One.\nTwo.</media:description></media:group>';
    expect(article(feed(entry(media)))).toMatchObject({ bodyHtml: '<p>One.</p><p>Two.</p>', media: [{ url: 'https://film.example/v', type: 'video/mp4' }, { url: 'https://film.example/s.jpg', type: 'image/*', width: 480 }] });
  });

  test.each([
    ['<title>1 &lt; 2 &amp;amp; 3</title>', '1 < 2 &amp; 3'],
    ['<title type="text">A &lt;b&gt;B&lt;/b&gt;</title>', 'A B'],
    ['<title type="html">A &lt;b&gt;B&lt;/b&gt; &amp;amp; C</title>', 'A B & C'],
    ['<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>B</b></div></title>', 'A B'],
  ])('title %s', (xml, title) => {
    expect(article(feed(entry(`${xml}<content>text</content>`).replace('<title>Berth</title>', ''))).title).toBe(title);
  });

  test.each([
    ['<content>a &lt; b\n\nc</content>', '<p>a &lt; b</p><p>c</p>'],
    ['<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>a <x:em>b</x:em><x:script>x()</x:script></x:p></x:div></content>', '<p>a <em>b</em></p>'],
    ['<content type="application/octet-stream">PHA+w6k8L3A+</content>', '<p>é</p>'],
    ['<summary>only a summary</summary>', '<p>only a summary</p>'],
  ])('content %s', (xml, html) => {
    expect(article(feed(entry(xml))).bodyHtml).toBe(html);
  });

  test('content that is a film is none, and content elsewhere is not fetched', () => {
    expect(items(feed(entry('<content type="video/mp4">AAAA</content>')))[0]).toMatchObject({ kind: 'refused', reason: { code: 'no-body' } });
    expect(codes(article(feed(entry('<summary>s</summary><content src="https://news.example/1.html"/>'))).warnings)).toEqual(['content-elsewhere']);
  });

  test('a bare entry', () => {
    expect(article('<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:b:1</id><title>Berth</title><updated>2021-12-13T00:00:00Z</updated><content>text</content></entry>')).toMatchObject({ guid: 'urn:b:1', bodyText: 'text' });
  });

  test('an entry that was passed on: credit, rights, authors and hops are its source\'s', () => {
    const found = article(feed(entry('<source><id>urn:origin</id><title>Origin Press</title><author><name>Bo Reed</name></author><rights>(c) Origin</rights><link href="https://origin.example/"/></source><link rel="via" href="https://relay.example/1"/><content>text</content>')));
    expect(found).toMatchObject({ credit: { name: 'Origin Press', url: 'https://origin.example/' }, rights: { notice: '(c) Origin' }, byline: ['Bo Reed'], hops: ['https://relay.example/1', 'urn:origin'] });
    expect(article(feed(entry('<content>text</content>'))).byline).toEqual(['The feed']);
  });

  test('xml:base is inherited and resolved step by step', () => {
    expect(article(feed(`<entry xml:base="b/"><id>1</id><title>t</title><updated>2021-12-13T00:00:00Z</updated><content type="html" xml:base="c/">&lt;a href="d"&gt;x&lt;/a&gt;</content></entry>`, 'xml:base="https://news.example/a/"')).bodyHtml).toContain('"https://news.example/a/b/c/d"');
  });

  test('a draft waits for an editor', () => {
    expect(items(feed(entry('<app:control><app:draft>yes</app:draft></app:control><content>text</content>')))[0]).toMatchObject({ kind: 'refused', guid: 'urn:b:1', reason: { code: 'draft' } });
  });
});

describe('removals', () => {
  const tombstone = '<at:deleted-entry ref="urn:b:1" when="2021-12-14T00:00:00Z"><at:comment>x</at:comment></at:deleted-entry>';

  test('a tombstone in a feed removes at its time; siblings stand', () => {
    expect(items(feed(entry('<content>text</content>').replace('urn:b:1', 'urn:b:2') + tombstone)).map(({ kind, guid }) => [kind, guid])).toEqual([['article', 'urn:b:2'], ['removal', 'urn:b:1']]);
    expect(items(feed(tombstone))).toEqual([{ kind: 'removal', guid: 'urn:b:1', reason: 'deleted', version: '2021-12-14T00:00:00.000Z', at: '2021-12-14T00:00:00.000Z' }]);
  });

  test('a tombstone as the whole document', () => {
    expect(items('<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:b:1" when="2021-12-14T00:00:00Z"/>')).toMatchObject([{ kind: 'removal', guid: 'urn:b:1' }]);
  });

  test('a tombstone that does not say of what is refused', () => {
    expect(items(feed('<at:deleted-entry when="2021-12-14T00:00:00Z"/>'))).toMatchObject([{ kind: 'refused', reason: { code: 'no-id' } }]);
  });

  test('dcterms:valid that has ended removes, one to come expires', () => {
    expect(items(feed(entry('<dcterms:valid>start=2021-01-01; end=2021-12-31T00:00:00Z; scheme=W3C-DTF</dcterms:valid><content>t</content>')))).toMatchObject([{ kind: 'removal', reason: 'expired', at: '2021-12-31T00:00:00.000Z' }]);
    expect(article(feed(entry('<dcterms:valid>end=2040-01-01T00:00:00Z</dcterms:valid><content>t</content>'))).expires).toBe('2040-01-01T00:00:00.000Z');
  });
});

test('Atom 0.3: its namespace, issued, modified and mode', () => {
  const old = '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>H</title><entry><id>urn:1</id><title mode="escaped" type="text/html">A &lt;b&gt;B&lt;/b&gt;</title><issued>2003-12-13T08:30:00Z</issued><modified>2003-12-14T08:30:00Z</modified><link rel="alternate" href="https://news.example/1"/><content mode="escaped" type="text/html">&lt;p&gt;text&lt;/p&gt;</content></entry></feed>';
  expect(read(old).format).toBe('atom');
  expect(article(old)).toMatchObject({ title: 'A B', bodyHtml: '<p>text</p>', published: { at: '2003-12-13T08:30:00.000Z' }, modified: '2003-12-14T08:30:00.000Z', url: 'https://news.example/1' });
});
