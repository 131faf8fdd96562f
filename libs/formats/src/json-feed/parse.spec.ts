import { article, items, read, refusal } from '../../test/support.js';

const feed = (item: object, feedFields: object = {}): string => JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Harbour', home_page_url: 'https://news.example/', ...feedFields, items: [item] });

describe('JSON Feed', () => {
  test('1.1', () => {
    const text = feed({
      id: 'b-1', url: '/1', title: 'Berth', content_html: '<p>It <b>passed</b>.</p>', summary: 'Passed.', date_published: '2021-12-13T08:30:00+08:00', date_modified: '2021-12-14T00:00:00Z',
      authors: [{ name: 'Ada Marsh' }, { url: 'x' }], tags: ['ports'], language: 'en', image: '/i.jpg', attachments: [{ url: '/a.mp3', mime_type: 'audio/mpeg' }], _harbour: { desk: 1 },
    });
    expect(read(text).format).toBe('json-feed');
    expect(article(text)).toMatchObject({
      guid: 'b-1', version: '2021-12-14T00:00:00.000Z', url: 'https://news.example/1', title: 'Berth', bodyHtml: '<p>It <b>passed</b>.</p>', abstract: 'Passed.', published: { at: '2021-12-13T00:30:00.000Z', precision: 'instant' },
      byline: ['Ada Marsh'], keywords: ['ports'], language: 'en', media: [{ url: 'https://news.example/i.jpg', type: 'image/*' }, { url: 'https://news.example/a.mp3', type: 'audio/mpeg' }], unknown: { _harbour: { desk: 1 } },
    });
  });

  test('1.0: a number for the id, one author, plain text as paragraphs, no title', () => {
    expect(article(feed({ id: 7, content_text: 'It passed <all> tests. Then it opened.\n\nNext month.', author: { name: 'Ada Marsh' } }, { version: 'https://jsonfeed.org/version/1' }))).toMatchObject({
      guid: '7', title: 'It passed <all> tests.', bodyHtml: '<p>It passed &lt;all&gt; tests. Then it opened.</p><p>Next month.</p>', byline: ['Ada Marsh'],
    });
  });

  test('without a list of items it is none; an empty list is one', () => {
    expect(refusal('{"version":"https://jsonfeed.org/version/1.1","title":"Harbour"}')).toMatchObject({ ok: false, status: 422, code: 'items-missing' });
    expect(read('{"version":"https://jsonfeed.org/version/1.1","items":[]}')).toMatchObject({ ok: true, items: [], warnings: [{ code: 'no-items' }] });
  });

  test('the feed\'s authors stand for items without; a bad item is refused alone', () => {
    expect(article(feed({ id: '1', content_text: 't' }, { authors: [{ name: 'The desk' }] })).byline).toEqual(['The desk']);
    const text = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: [{ id: '1', title: 'only' }, 5, { id: '2', content_text: 'text' }] });
    expect(items(text).map(({ kind }) => kind)).toEqual(['refused', 'refused', 'article']);
  });
});
