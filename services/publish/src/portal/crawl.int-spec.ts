import { testTokens } from '@wiredesk/testing';
import fc from 'fast-check';

import { IndexArticles } from '../search/index-articles.js';
import { BoardVersion } from './page/board-version.js';
import { givenPortal, type GivenPortal } from './testing/given-portal.js';

const histories = Number(process.env['CRAWL_HISTORIES'] ?? 12);
const seed = 20_261_125;
const articles = 6;
const stories = ['01934d0e-7c00-7001-8000-0000000000b1', '01934d0e-7c00-7001-8000-0000000000b2'];

type Scope = Parameters<GivenPortal['hold']>[0];
type Step = { readonly place: number; readonly kind: 'item' | 'story' | 'source' | 'url'; readonly channel: '*' | 'portal' | 'feed' | 'api' } | { readonly lift: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ place: fc.nat(articles - 1), kind: fc.constantFrom('item', 'item', 'story', 'source', 'url'), channel: fc.constantFrom('*', '*', 'portal', 'feed', 'api') }) as fc.Arbitrary<Step> },
  { weight: 2, arbitrary: fc.record({ lift: fc.nat(20) }) },
);

/** Every surface of the portal on which one of the articles may stand, with the channel that it asks the gate for. */
const listSurfaces = (ids: readonly string[]): [path: string, channel: 'portal' | 'feed' | 'api'][] => [
  ...['/', '/?lang=en', '/categories/crawl', '/search?q=crawled', '/sitemap.xml', '/news-sitemap.xml', '/sitemaps/2026-11-1.xml'].map((path) => [path, 'portal'] as [string, 'portal']),
  ...['all', 'crawl', 'source/s0', 'source/s1', 'language/en', `story/${stories[0]}`].flatMap((list) => ['rss', 'atom', 'json'].map((format) => [`/feeds/${list}.${format}`, 'feed'] as [string, 'feed'])),
  ...['/v1/articles?limit=100', '/v1/articles?limit=100&category=crawl'].map((path) => [path, 'api'] as [string, 'api']),
  ...ids.slice(0, 1).map((id) => [`/articles/${id}`, 'portal'] as [string, 'portal']),
];

const withoutTombstones = (text: string): string => text.replace(/<at:deleted-entry[^>]*\/>/g, '').replace(/\{"id":"[^"]*","content_text":"","date_modified":"[^"]*","_syndication":\{"status":"taken_down"[^}]*\}\}/g, '');

describe('whatever was held and lifted before', () => {
  let portal: GivenPortal;
  const ids: string[] = [];

  beforeAll(async () => {
    portal = await givenPortal();
    // One that is never held, whose page has all the others beside it.
    const witness = await portal.live({ title: 'Witness of the crawl' }, { categories: ['crawl'], story_id: stories[0] as string, source_id: 'witness', relation: 'related' });
    ids.push(witness);
    for (let n = 0; n < articles; n += 1) {
      ids.push(
        await portal.live(
          { title: `Crawled article number ${n}`, url: `https://up.example/${n}`, media: [{ url: `https://up.example/${n}.jpg`, type: 'image/jpeg' }] },
          { categories: ['crawl'], story_id: stories[n % 2] as string, source_id: `s${n % 3}`, changed_at: new Date() },
        ),
      );
      await portal.database.dataSource.query('update article set upstream_url_key = $2 where item_id = $1', [ids.at(-1), `up.example/${n}`]);
      await portal.database.dataSource.query("insert into view_hour values (date_trunc('hour', now()), $1, 5)", [ids.at(-1)]);
    }
    const indexer = portal.service.app.get(IndexArticles);
    while (await indexer.indexBatch());
    portal.service.app.get(BoardVersion).bump();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }, 60_000);
  afterAll(() => portal.close());

  const scopeOf = (n: number, kind: 'item' | 'story' | 'source' | 'url'): Scope => {
    const itemId = ids[n + 1] as string;
    if (kind === 'item') return { kind, itemId };
    if (kind === 'story') return { kind, storyId: stories[n % 2] as string, itemId: null };
    return kind === 'source' ? { kind, sourceId: `s${n % 3}` } : { kind, url: `http://www.up.example/${n}/?utm_source=x` };
  };
  const reaches = (n: number, kind: Scope['kind'], at: number): boolean => (kind === 'item' || kind === 'url' ? at === n : kind === 'story' ? at % 2 === n % 2 : at % 3 === n % 3);

  const crawl = async (isHeld: (n: number, channel: string) => boolean): Promise<string[]> => {
    const problems: string[] = [];
    const surfaces = listSurfaces(ids);
    const texts = await Promise.all(surfaces.map(async ([path]) => (await portal.get(path, path.startsWith('/v1/') ? { authorization: `Bearer ${testTokens.viewer}` } : {})).text));
    for (let n = 0; n < articles; n += 1) {
      const id = ids[n + 1] as string;
      surfaces.forEach(([path, channel], at) => {
        const shown = withoutTombstones(texts[at] ?? '');
        const isThere = shown.includes(`Crawled article number ${n}`) || shown.includes(id) || shown.includes(`up.example/${n}.jpg`);
        if (isHeld(n, channel) && isThere) problems.push(`${path} shows ${n}`);
      });
      for (const [form, channel] of [['', 'portal'], ['/json', 'api'], ['/ninjs', 'api'], ['/newsml-g2', 'api']] as const) {
        const { status, text } = await portal.get(`/articles/${id}${form}`);
        if (status !== (isHeld(n, channel) ? 451 : 200)) problems.push(`article ${n}${form} answers ${status}`);
        if (status !== 200 && text.includes('Crawled article')) problems.push(`article ${n}${form} shows its title`);
      }
    }
    return problems;
  };

  it(`no surface shows what is held now, in ${histories} random histories`, async () => {
    expect(await crawl(() => false)).toEqual([]);
    for (const [number, steps] of fc.sample(fc.array(step, { minLength: 1, maxLength: 6 }), { numRuns: histories, seed }).entries()) {
      const active: { n: number; kind: Scope['kind']; channel: string; lift: () => Promise<void> }[] = [];
      for (const each of steps) {
        if ('lift' in each) {
          const [lifted] = active.length > 0 ? active.splice(each.lift % active.length, 1) : [];
          await lifted?.lift();
        } else {
          const { lift } = await portal.hold(scopeOf(each.place, each.kind), { channels: [each.channel], caseNumber: `WD-${number}` });
          active.push({ n: each.place, kind: each.kind, channel: each.channel, lift });
        }
        const isHeld = (n: number, channel: string): boolean => active.some((hold) => reaches(hold.n, hold.kind, n) && (hold.channel === '*' || hold.channel === channel));
        expect({ number, steps, problems: await crawl(isHeld) }).toEqual({ number, steps, problems: [] });
      }
      for (const { lift } of active) await lift();
    }
    expect(await crawl(() => false)).toEqual([]);
    expect((await portal.get('/')).text).toContain('Crawled article number 0');
  }, 300_000 + histories * 2_000);
});
