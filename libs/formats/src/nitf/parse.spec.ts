import { article, items, read } from '../../test/support.js';

const nitf = (docdata: string, attributes = '', content = '<p lede="true">It passed.</p><p>All tests.</p>'): string =>
  `<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://x.example/nitf.dtd"><nitf baselang="en-GB"><head><title>Head title</title><tobject><tobject.subject tobject.subject.refnum="04000000" tobject.subject.type="economy"/></tobject><docdata ${attributes}><doc-id id-string="b-1" regsrc="HW"/>${docdata}</docdata><pubdata date.publication="20211213T083000+0800"/></head><body><body.head><hedline><hl1>Berth three</hl1><hl2>Opens soon</hl2></hedline><byline>By <person>Ada Marsh</person>, <byttl>Reporter</byttl></byline><distributor><org>Harbour Wire</org></distributor></body.head><body.content>${content}</body.content></body></nitf>`;

describe('NITF', () => {
  test('an article', () => {
    const found = article(nitf('<date.issue norm="20211214T000000Z"/><urgency ed-urg="3"/><doc.copyright holder="Harbour" year="2021"/><doc.rights owner="x" limitations="No archive"/><key-list><keyword key="ports"/></key-list><du-key key="berth" version="9"/><correction info="Corrects the name" id-string="b-1"/><date.expire norm="20400101T000000Z"/><del-list><from-src src-name="Second" level-number="2"/><from-src src-name="First" level-number="1"/></del-list>'));
    expect(found).toMatchObject({
      guid: 'b-1', title: 'Berth three', subtitle: 'Opens soon', abstract: 'It passed.', bodyHtml: '<p>It passed.</p><p>All tests.</p>', byline: ['Ada Marsh'], credit: { name: 'Harbour Wire' }, language: 'en-GB',
      published: { at: '2021-12-13T00:30:00.000Z', precision: 'instant' }, urgency: 3, categories: [{ code: '04000000', name: 'economy' }], keywords: ['ports'], rights: { holder: 'Harbour', terms: 'No archive' },
      correctionNote: 'Corrects the name', expires: '2040-01-01T00:00:00.000Z', hops: ['First', 'Second'], unknown: { slugline: 'berth' },
    });
    expect(read(nitf('')).format).toBe('nitf');
  });

  test('identity is the doc-id and never the du-key', () => {
    expect(article(nitf('<du-key key="berth" version="1"/>').replace('<doc-id id-string="b-1" regsrc="HW"/>', '')).guid).toMatch(/^text:/);
  });

  test('midnight to the second is a day without a time', () => {
    expect(article(nitf('').replace('20211213T083000+0800', '20211213T000000+0000')).published).toMatchObject({ precision: 'day', day: '2021-12-13' });
    expect(article(nitf('').replace('20211213T083000+0800', '2021-12-13T08:30:00')).published).toMatchObject({ precision: 'instant', at: '2021-12-13T08:30:00.000Z' });
  });

  test.each(['canceled', 'withheld'])('management-status %s removes this document', (status) => {
    expect(items(nitf('<date.issue norm="20211214T080000Z"/>', `management-status="${status}"`))).toEqual([{ kind: 'removal', guid: 'b-1', reason: status, version: '2021-12-14T08:00:00.000Z', at: '2021-12-14T08:00:00.000Z' }]);
  });

  test('management-idref-status removes another document; this one stands', () => {
    expect(items(nitf('', 'management-doc-idref="a-9" management-idref-status="canceled"')).map(({ kind, guid }) => [kind, guid])).toEqual([['article', 'b-1'], ['removal', 'a-9']]);
  });

  test('embargo: a release to come, or the status', () => {
    expect(article(nitf('<date.release norm="20400101T080000+0800"/>')).embargo).toBe('2040-01-01T00:00:00.000Z');
    expect(article(nitf('<date.release norm="20200101T080000+0800"/>'))).not.toHaveProperty('embargo');
    expect(article(nitf('', 'management-status="embargoed"')).embargo).toBe('open');
  });

  test('its blocks, tables and media as HTML', () => {
    const found = article(nitf('', '', '<hl2>More</hl2><block><p>One <em>two</em> <a href="https://x.example/">three</a></p><bq><p>said</p></bq></block><nitf-table><nitf-table-metadata>m</nitf-table-metadata><table><tr><td>1</td></tr></table></nitf-table><media media-type="image"><media-reference source="https://m.example/s.jpg" width="10"/><media-reference source="https://m.example/l.jpg" mime-type="image/jpeg" width="900" height="600"/><media-caption>A crane</media-caption><media-producer>Ada</media-producer></media>'));
    expect(found.bodyHtml).toBe('<h2>More</h2><p>One <em>two</em> <a href="https://x.example/" rel="nofollow noopener">three</a></p><blockquote><p>said</p></blockquote><table><tr><td>1</td></tr></table><figure><img src="https://m.example/l.jpg" alt="A crane" loading="lazy" /><figcaption>A crane</figcaption></figure>');
    expect(found.media).toEqual([{ url: 'https://m.example/l.jpg', type: 'image/jpeg', caption: 'A crane', credit: 'Ada', width: 900, height: 600 }]);
  });
});
