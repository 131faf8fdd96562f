import type { EventData, OutgoingEvent } from '@wiredesk/contracts';
import { eventually } from '@wiredesk/testing';

import { GivenPublish, storyIdOf, titleOf } from '../testing/given-publish.js';
import { ownPlacesOf, surfaceOf } from './registry.js';
import type { Seen } from './surface.js';

/** `CRAWL_HISTORIES=1000` for the long run. */
const histories = Number(process.env['CRAWL_HISTORIES'] ?? 30);
const seed = Number(process.env['CRAWL_SEED'] ?? 20261125);
const stepsMax = 6;
/** Some thirty articles each, however many there are. */
const sources = Math.max(3, Math.round(histories / 30));
/** Nothing here is measured: a long run on a busy machine may take its time. */
const withinMs = 60_000 + histories * 300;
const categories = ['harbour', 'town', 'sport', '港口'];

/** Numbers that a seed gives again. */
const randomOf = (start: number) => {
  let state = start >>> 0;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  return { below: (limit: number): number => next() % limit, of: <T>(values: readonly T[]): T => values[next() % values.length] as T };
};

interface History {
  readonly itemId: string;
  readonly sourceId: string;
  readonly stood: Set<string>;
  revision: number;
  withdrawn: number;
  readonly holds: Set<string>;
}

describe(`after ${histories} random histories (seed ${seed})`, () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start();
  }, 60_000);
  afterAll(() => given.close());

  const isLive = (history: History): boolean => history.withdrawn <= history.revision && history.holds.size === 0;

  it('nothing of what is gone is found on any surface in any state, and everything that is live is', async () => {
    await given.subscriber();
    const random = randomOf(seed);
    const all: History[] = [];
    for (let source = 0; source < sources; source += 1) {
      const ids = await given.live(Math.ceil(histories / sources), { sourceId: `crawl-${source}`, categories: ['harbour'], receivedAt: new Date().toISOString(), publishedAt: new Date().toISOString() });
      all.push(...ids.map((itemId) => ({ itemId, sourceId: `crawl-${source}`, stood: new Set(['harbour']), revision: 1, withdrawn: 0, holds: new Set<string>() })));
    }
    await eventually(() => expect(new Set(given.sink().taken.map((taken) => taken.data.itemId)).size).toBe(all.length), { withinMs });
    for (let step = 0; step < stepsMax; step += 1) {
      const events: OutgoingEvent[] = [];
      for (const history of all) events.push(...(await act(random, history, all)));
      // Any order, and some twice: what is public must not depend on it.
      const shuffled = [...events, ...events.filter(() => random.below(4) === 0)].map((event) => ({ event, at: random.below(1e9) })).sort((a, b) => a.at - b.at);
      await given.send(...shuffled.map(({ event }) => event));
      const wanted = all.map(isLive);
      await eventually(async () => {
        const rows = await given.query<{ item_id: string; live: boolean; revision: number; withdrawn_revision: number }>(`select item_id, state = 'live' as live, revision, withdrawn_revision from article`);
        const byId = new Map(rows.map((row) => [row.item_id, row]));
        expect(all.map(({ itemId }) => byId.get(itemId)?.live)).toEqual(wanted);
        expect(all.map(({ itemId }) => byId.get(itemId)?.revision)).toEqual(all.map(({ revision }) => revision));
        expect(all.map(({ itemId }) => byId.get(itemId)?.withdrawn_revision)).toEqual(all.map(({ withdrawn }) => withdrawn));
      }, { withinMs, everyMs: 200 });
    }
    expect(all.filter(isLive).length).toBeGreaterThan(all.length / 10);
    expect(all.filter((history) => !isLive(history)).length).toBeGreaterThan(all.length / 10);
    await eventually(async () => expect(await crawl(all)).toEqual({ stillShown: [], notShown: [] }), { withinMs, everyMs: 1_000 });
    await eventually(() => expect(all.filter((history) => !isToldWell(history)).map(({ itemId }) => given.sink().story(itemId))).toEqual([]), { withinMs, everyMs: 500 });
  }, 300_000 + histories * 3_000);

  /** One thing that happens to an article; holds on its story, its URL or its whole source among it. */
  const act = async (random: ReturnType<typeof randomOf>, history: History, all: readonly History[]): Promise<OutgoingEvent[]> => {
    const { itemId } = history;
    switch (random.below(7)) {
      case 0:
      case 1: {
        history.revision = Math.max(history.revision, history.withdrawn) + 1;
        const category = random.of(categories);
        if (isLive(history)) history.stood.add(category);
        return [await given.revised(itemId, history.revision, { sourceId: history.sourceId, categories: [category], publishedAt: new Date().toISOString() })];
      }
      case 2:
        history.withdrawn = Math.max(history.revision, history.withdrawn) + 1;
        return [given.event('item.withdrawn', { itemId, sourceId: history.sourceId, guid: itemId, revision: history.withdrawn, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: new Date().toISOString() })];
      case 3:
        return held(random.of<EventData<'hold.placed'>['scope']>([{ kind: 'item', itemId }, { kind: 'story', storyId: storyIdOf(itemId), itemId: null }, { kind: 'url', url: `https://up.example/${itemId}` }]), [history]);
      case 4:
        if (random.below(20) > 0) return [];
        return held({ kind: 'source', sourceId: history.sourceId }, all.filter((other) => other.sourceId === history.sourceId));
      case 5: {
        const [holdId] = [...history.holds];
        return holdId === undefined ? [] : lifted(holdId, all);
      }
      default:
        return [];
    }
  };

  const places = new Map<string, ReturnType<GivenPublish['hold']>>();
  const held = (scope: EventData<'hold.placed'>['scope'], covered: readonly History[]): OutgoingEvent[] => {
    const hold = given.hold(scope);
    places.set(hold.holdId, hold);
    for (const history of covered) history.holds.add(hold.holdId);
    return [hold.placed()];
  };
  const lifted = (holdId: string, all: readonly History[]): OutgoingEvent[] => {
    const hold = places.get(holdId);
    if (!hold) throw new Error('an unknown hold');
    for (const history of all) history.holds.delete(holdId);
    return [hold.lifted()];
  };

  /** Fetches every place of every article; a shared one once. */
  const crawl = async (all: readonly History[]): Promise<{ stillShown: string[]; notShown: string[] }> => {
    const fetched = new Map<string, Promise<Seen>>();
    const [stillShown, notShown]: [string[], string[]] = [[], []];
    for (const history of all) {
      const sought = { itemId: history.itemId, title: titleOf(history.itemId) };
      const standing = { item_id: history.itemId, shown_categories: [...history.stood], source_id: history.sourceId, language: 'en', story_id: storyIdOf(history.itemId), sort_at: new Date() };
      for (const { surface: name, path } of ownPlacesOf(standing, () => true)) {
        const surface = surfaceOf(name);
        if (surface?.kind !== 'own') continue;
        const key = `${surface.accept} ${surface.ask?.(path, sought) ?? path}`;
        fetched.set(key, fetched.get(key) ?? given.call('GET', surface.ask?.(path, sought) ?? path, { token: null, headers: { accept: surface.accept } }));
        const finding = surface.verify((await fetched.get(key)) ?? { status: 0, text: '' }, sought);
        if (!isLive(history) && !finding.gone) stillShown.push(`${name} ${path}: ${finding.detail}`);
        if (isLive(history) && name === 'article-page' && finding.gone) notShown.push(path);
      }
    }
    return { stillShown, notShown };
  };

  /** The greatest revision that its subscriber got says what is so now; no lower one came after a removal. */
  const isToldWell = (history: History): boolean => {
    const messages = given.sink().of(history.itemId).map(({ type, data }) => ({ removal: type === 'article.taken_down', revision: data.revision ?? 0 }));
    const last = messages.reduce((a, b) => (b.revision > a.revision || (b.revision === a.revision && b.removal) ? b : a));
    const revisions = messages.map(({ revision }) => revision);
    return last.removal !== isLive(history) && revisions.every((revision, index) => index === 0 || revision >= (revisions[index - 1] ?? 0));
  };
});
