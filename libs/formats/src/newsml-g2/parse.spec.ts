import { article, items, read } from '../../test/support.js';

interface Parts {
  readonly meta?: string;
  readonly content?: string;
  readonly rights?: string;
  readonly set?: string;
  readonly root?: string;
}

const xhtml = '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Inner</title></head><body><h1>Inner</h1><p>It passed.</p></body></html></inlineXML>';
const item = ({ meta = '', content = '', rights = '', set = xhtml, root = 'newsItem' }: Parts = {}): string =>
  `<${root} guid="urn:b:1" version="11" standard="NewsML-G2" xml:lang="en"><catalogRef href="http://127.0.0.1:1/catalog.xml"/>${rights}<itemMeta><itemClass qcode="ninat:text"/><provider literal="HW"/><versionCreated>2021-12-14T08:00:00+08:00</versionCreated>${meta}</itemMeta><contentMeta><headline>Berth three</headline>${content}</contentMeta><contentSet>${set}</contentSet></${root}>`;
const g2 = (parts?: Parts): string => item(parts).replace(/^<(\w+)/, '<$1 xmlns="http://iptc.org/std/nar/2006-10-01/"');

describe('NewsML-G2', () => {
  test('inline data in base64 is text all the same', () => {
    expect(article(g2({ set: `<inlineData contenttype="text/html" encoding="encd:base64">${Buffer.from('<p>Größe.</p>').toString('base64')}</inlineData>` })).bodyHtml).toBe('<p>Größe.</p>');
    expect(items(g2({ set: '<inlineData contenttype="text/html" encoding="encd:base64">/w==</inlineData>' }))[0]).toMatchObject({ kind: 'refused', reason: { code: 'no-body' } });
  });

  test('a news item with inline XHTML', () => {
    const found = article(
      g2({
        meta: '<firstCreated>2021-12-13T08:00:00Z</firstCreated><pubStatus qcode="stat:usable"/><edNote>Adds quote</edNote>',
        content: '<urgency>3</urgency><by>By Ada Marsh</by><infoSource uri="https://origin.example/"><name>Origin Press</name></infoSource><language tag="en-GB"/><description role="drol:caption">cap</description><description role="drol:summary">All tests.</description><subject type="cpnat:abstract" qcode="medtop:04000000"><name>economy</name></subject><subject type="cpnat:person" qcode="p:1"><name>Bo Reed</name></subject><keyword>ports</keyword><slugline>BERTH</slugline><digitalSourceType uri="https://cv.example/ai"/>',
      }),
    );
    expect(found).toMatchObject({
      guid: 'urn:b:1', version: '11', title: 'Berth three', abstract: 'All tests.', bodyText: 'Inner\nIt passed.', byline: ['Ada Marsh'], credit: { name: 'Origin Press', url: 'https://origin.example/' }, language: 'en-GB', urgency: 3,
      published: { at: '2021-12-13T08:00:00.000Z' }, modified: '2021-12-14T00:00:00.000Z', categories: [{ code: 'medtop:04000000', name: 'economy' }], keywords: ['ports', 'Bo Reed'], digitalSourceType: 'https://cv.example/ai',
      unknown: { slugline: 'BERTH', edNote: 'Adds quote' },
    });
    expect(read(g2()).format).toBe('newsml-g2');
  });

  test('inline NITF, by its own root; text data; without namespace', () => {
    const nitf = '<inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><byline>Ada Marsh</byline></body.head><body.content><p>It passed.</p><hl2>More</hl2></body.content></body></nitf></inlineXML>';
    expect(article(g2({ set: nitf }))).toMatchObject({ bodyHtml: '<p>It passed.</p><h2>More</h2>', byline: ['Ada Marsh'] });
    expect(article(item({ set: '<inlineData contenttype="text/plain">a &lt; b</inlineData>' })).bodyHtml).toBe('<p>a &lt; b</p>');
    expect(article(g2({ set: '<inlineData contenttype="text/html">&lt;p&gt;x&lt;/p&gt;</inlineData>' })).bodyHtml).toBe('<p>x</p>');
  });

  test('a picture: the largest rendition that has a web address, its caption as text', () => {
    const found = article(g2({ content: '<description>A crane</description><creditline>Ada/HW</creditline>', set: '<remoteContent rendition="rnd:highRes" href="./local.jpg" width="4000"/><remoteContent rendition="rnd:web" href="https://m.example/w.jpg" contenttype="image/jpeg" width="900" height="600"/><remoteContent rendition="rnd:thumb" href="https://m.example/t.jpg" width="9000"/>' }));
    expect(found.media).toEqual([{ url: 'https://m.example/w.jpg', type: 'image/jpeg', caption: 'A crane', credit: 'Ada/HW', width: 900, height: 600 }]);
    expect(found.bodyText).toBe('A crane');
  });

  test.each([
    ['<pubStatus qcode="stat:canceled"/>', 'canceled'],
    ['<pubStatus qcode="stat:withheld"/>', 'withheld'],
    ['<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', 'canceled'],
  ])('%s removes, with or without content', (meta, reason) => {
    expect(items(g2({ meta, set: '' }))).toEqual([{ kind: 'removal', guid: 'urn:b:1', version: '11', reason, at: '2021-12-14T00:00:00.000Z' }]);
  });

  test('embargo: an instant, or without a known end where the element is empty', () => {
    expect(article(g2({ meta: '<embargoed>2040-01-01T00:00:00Z</embargoed>' })).embargo).toBe('2040-01-01T00:00:00.000Z');
    expect(article(g2({ meta: '<embargoed/>' })).embargo).toBe('open');
    expect(article(g2())).not.toHaveProperty('embargo');
  });

  test('rights: the whole item\'s first, scoped ones in words and verbatim, those of the past not at all', () => {
    const rights =
      '<rightsInfo scope="rscope:photo"><usageTerms>No resale.</usageTerms></rightsInfo><rightsInfo><copyrightHolder uri="https://h.example/"><name>Harbour</name></copyrightHolder><copyrightNotice>(c) Harbour</copyrightNotice><usageTerms>Print only.</usageTerms></rightsInfo><rightsInfo validto="2020-01-01T00:00:00Z"><usageTerms>Old.</usageTerms></rightsInfo>';
    const found = article(g2({ rights }));
    expect(found.rights).toEqual({ holder: 'Harbour', notice: '(c) Harbour', terms: 'scope rscope:photo: No resale. Print only.' });
    expect(found.unknown['rightsInfo']).toEqual([{ scope: 'rscope:photo', usageterms: 'No resale.' }]);
  });

  test('hops in their order', () => {
    expect(article(g2().replace('<itemMeta>', '<hopHistory><hop seq="2"><party qcode="comp:b"/></hop><hop seq="1"><party><name>First</name></party></hop></hopHistory><itemMeta>')).hops).toEqual(['First', 'comp:b']);
  });

  test('of a message each item by itself: a cancel does not wait for its package', () => {
    const message = `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>${item({ root: 'packageItem' })}${item({ meta: '<pubStatus qcode="stat:canceled"/>' }).replace('urn:b:1', 'urn:b:2')}${item().replace('urn:b:1', 'urn:b:3')}<newsItem/></itemSet></newsMessage>`;
    expect(items(message).map((one) => [one.kind, one.guid, one.kind === 'refused' ? one.reason.code : undefined])).toEqual([
      ['refused', 'urn:b:1', 'no-article'],
      ['removal', 'urn:b:2', undefined],
      ['article', 'urn:b:3', undefined],
      ['refused', undefined, 'no-id'],
    ]);
  });

  test.each(['conceptItem', 'knowledgeItem', 'planningItem', 'catalogItem', 'packageItem'])('a %s is named as what it is', (root) => {
    expect(items(g2({ root }))).toMatchObject([{ kind: 'refused', guid: 'urn:b:1', reason: { code: 'no-article', detail: expect.stringContaining('not published') as string } }]);
  });
});
