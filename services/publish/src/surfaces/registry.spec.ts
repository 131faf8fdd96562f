import { lookAtAtom, lookAtDocument, lookAtFound, lookAtJsonFeed, lookAtList, lookAtNewsMessage, lookAtNinjsCollection, lookAtPage } from './look.decide.js';
import { ownPlacesOf, surfaceOf, surfaces } from './registry.js';
import type { OwnSurface, Seen, SentSurface, Surface } from './surface.js';

const itemId = '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968';
const title = 'Harbour & <ferry> reopen "today"';
const sought = { itemId, title };
const seen = (text: string, status = 200): Seen => ({ status, text });
const entry = `<entry><id>urn:uuid:${itemId}</id><title>x</title></entry>`;

describe('the surface registry', () => {
  it('has no place for a surface that cannot be removed or verified', () => {
    const { verify: _verify, ...withoutVerification } = surfaces.home;
    const { remove: _remove, ...withoutRemoval } = surfaces.webhook;
    const { show: _show, ...withoutPlaces } = surfaces.sitemap;
    // @ts-expect-error what is not verified is no surface: the type check of this file fails where it became one
    const unverified: OwnSurface = withoutVerification;
    // @ts-expect-error what is not removed is no surface
    const unremoved: SentSurface = withoutRemoval;
    // @ts-expect-error what stands nowhere is no surface
    const nowhere: Surface = withoutPlaces;
    expect([unverified, unremoved, nowhere].map((surface) => 'kind' in surface)).toEqual([true, true, true]);
  });

  it('names every place on which an article ever stood, of the channels that are closed', () => {
    const standing = { item_id: itemId, shown_categories: ['harbour', '港口'], source_id: 's1', language: 'en', story_id: 'st1', sort_at: new Date('2026-11-24T08:31:02.117Z') };
    const all = ownPlacesOf(standing, () => true).map(({ path }) => path);
    expect(new Set(all)).toEqual(new Set([
      `/articles/${itemId}`, '/', '/categories/harbour', '/categories/%E6%B8%AF%E5%8F%A3', '/sitemap.xml', '/sitemaps/2026-11-1.xml', '/news-sitemap.xml', `/articles/${itemId}/qr.svg`, `/articles/${itemId}/ninjs`, `/articles/${itemId}/newsml-g2`, `/articles/${itemId}/pictures`, '/search',
      ...['all', 'harbour', '%E6%B8%AF%E5%8F%A3'].flatMap((name) => ['.ninjs', '.newsml-g2', '.atom?archive=2026-11-24T08'].map((ending) => `/feeds/${name}${ending}`)),
      ...['all', 'harbour', '%E6%B8%AF%E5%8F%A3', 'source/s1', 'language/en', 'story/st1'].flatMap((name) => ['rss', 'atom', 'json'].map((format) => `/feeds/${name}.${format}`)),
    ]));
    expect(new Set(ownPlacesOf(standing, (channel) => channel === 'feed').map(({ surface }) => surface))).toEqual(new Set(['feed-rss', 'feed-atom', 'feed-json', 'feed-archive', 'feed-ninjs', 'feed-newsml-g2']));
  });

  it('knows the surfaces that it has, and no other', () => {
    expect(surfaceOf('home')).toBe(surfaces.home);
    expect([surfaceOf('fax'), surfaceOf('constructor')]).toEqual([undefined, undefined]);
  });

  it('takes a sent copy for gone when its holder says so, not before', () => {
    expect(surfaces.webhook.verify(undefined)).toMatchObject({ gone: false });
    expect(surfaces.webhook.verify({ removedAt: '2026-11-25T10:00:00Z', copiesRemoved: 2 })).toMatchObject({ gone: true });
  });
});

describe('looking', () => {
  it.each([404, 410, 451])('takes a page for gone at %i without the title', (status) => {
    expect(lookAtPage(seen('<p>removed</p>', status), sought)).toEqual({ gone: true, detail: String(status) });
    expect(lookAtPage(seen('<title>Harbour &amp; &lt;ferry&gt;  reopen &quot;today&quot;</title>', status), sought)).toMatchObject({ gone: false });
  });

  it.each([200, 301, 308, 500, 503, 0])('does not take a page for gone at %i', (status) => expect(lookAtPage(seen('', status), sought)).toMatchObject({ gone: false }));

  it.each([
    ['its id in a link', `<a href="/articles/${itemId}">more</a>`],
    ['its title as a heading', '<h2>\n  Harbour &amp; &lt;ferry&gt; reopen &#34;today&#34;\n</h2>'],
    ['its title as an attribute', '<img alt="Harbour &amp; &lt;ferry&gt; reopen &quot;today&quot;">'],
    ['its title as CDATA', '<title><![CDATA[Harbour & <ferry> reopen "today"]]></title>'],
  ])('sees %s in a list', (_what, text) => expect(lookAtList('page')(seen(text), sought)).toMatchObject({ gone: false }));

  it('does not take other words for a title', () => {
    expect(lookAtList('page')(seen('<p>They say that Harbour &amp; &lt;ferry&gt; reopen &quot;today&quot; or not.</p>'), sought)).toMatchObject({ gone: true });
    expect(lookAtList('page')(seen('<p>News</p>'), { itemId, title: 'News' })).toMatchObject({ gone: true });
  });

  it('takes nothing for gone that cannot be looked at', () => {
    for (const status of [0, 301, 403, 500, 503]) expect(lookAtList('page')(seen('', status), sought)).toMatchObject({ gone: false });
    expect(lookAtJsonFeed(seen('{"items":['), sought)).toMatchObject({ gone: false });
  });

  it('lets an Atom feed name it in a tombstone, and nowhere else', () => {
    const tombstones = `<at:deleted-entry ref="urn:uuid:${itemId}" when="2026-11-25T10:00:00Z"/><at:deleted-entry ref="urn:uuid:${itemId}" when="2026-11-25T10:00:00Z"><at:comment>gone</at:comment></at:deleted-entry>`;
    expect(lookAtAtom(seen(`<feed>${tombstones}</feed>`), sought)).toMatchObject({ gone: true });
    expect(lookAtAtom(seen(`<feed>${tombstones}${entry}${tombstones}</feed>`), sought)).toMatchObject({ gone: false });
  });

  it('takes a document for gone when it is cancelled and empty', () => {
    expect(lookAtDocument(seen('{"pubstatus":"canceled"}'), sought)).toMatchObject({ gone: true });
    expect(lookAtDocument(seen('{"pubstatus":"usable"}'), sought)).toMatchObject({ gone: false });
    expect(lookAtDocument(seen(`{"pubstatus":"canceled","headline":"Harbour & <ferry> reopen &quot;today&quot;"}`), sought)).toMatchObject({ gone: false });
    expect(lookAtDocument(seen('', 451), sought)).toMatchObject({ gone: true });
  });

  it('takes a search that found nothing for gone, though it shows what was asked for', () => {
    expect(lookAtFound(seen(`<input value="Harbour &amp; &lt;ferry&gt; reopen &quot;today&quot;">`), sought)).toMatchObject({ gone: true });
    expect(lookAtFound(seen(`<a href="/articles/${itemId}">x</a>`), sought)).toMatchObject({ gone: false });
    expect(surfaces.search.ask?.('/search', sought)).toBe(`/search?q=${encodeURIComponent(title)}`);
  });

  it('lets a JSON Feed name it in an entry without content, and nowhere else', () => {
    const feed = (...items: object[]): Seen => seen(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items }));
    const tombstone = { id: itemId, url: `https://portal.example/articles/${itemId}`, _syndication: { status: 'taken_down', version: 2 } };
    expect(lookAtJsonFeed(feed(tombstone), sought)).toMatchObject({ gone: true });
    for (const item of [{ ...tombstone, content_text: 'still here' }, { id: itemId, title: 'x' }, { ...tombstone, _syndication: { status: 'live' } }, { id: 'other', title }]) expect(lookAtJsonFeed(feed(item), sought)).toMatchObject({ gone: false });
  });

  it('lets collections of the wire name it as canceled and empty, and nowhere else', () => {
    const ninjs = (...items: object[]): Seen => seen(JSON.stringify({ type: 'composite', associations: items }));
    const canceled = { uri: `urn:uuid:${itemId}`, pubStatus: 'canceled', edNote: 'gone' };
    expect(lookAtNinjsCollection(ninjs(canceled), sought)).toMatchObject({ gone: true });
    for (const item of [{ ...canceled, headlines: [{ value: 'x' }] }, { ...canceled, pubStatus: 'usable' }, { uri: 'urn:other', headlines: [{ value: title }] }]) expect(lookAtNinjsCollection(ninjs(canceled, item), sought)).toMatchObject({ gone: false });
    const item = (status: string, rest = ''): string => `<newsItem guid="urn:uuid:${itemId}"><itemMeta><pubStatus qcode="stat:${status}"/></itemMeta>${rest}</newsItem>`;
    expect(lookAtNewsMessage(seen(`<itemSet>${item('canceled')}</itemSet>`), sought)).toMatchObject({ gone: true });
    for (const text of [item('usable'), item('canceled', '<contentSet/>'), `${item('canceled')}${itemId}`]) expect(lookAtNewsMessage(seen(`<itemSet>${text}</itemSet>`), sought)).toMatchObject({ gone: false });
  });
});
