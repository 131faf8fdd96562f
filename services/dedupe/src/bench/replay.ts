import { putBodies } from '@wiredesk/content-store';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { inTransaction } from '@wiredesk/persistence';
import { sha256Hex, systemClock, uuidv7 } from '@wiredesk/platform';
import type { ItemReceived } from '@wiredesk/contracts';
import type { DataSource } from 'typeorm';

import { receivedOf } from '../evaluate/line.decide.js';
import { placeItems } from '../placing/place-items.js';
import { mutations } from './mutations.js';
import { freshItems } from './speed.js';
import { drawFrom } from './units.js';

const chunkItems = 64;
const replicas = 2;

const signature = `
select string_agg(story, E'\\n' order by story) as all from (
  select string_agg(item_id || relation || (canonical_item_id = item_id)::text, ',' order by item_id) as story from item where story_id is not null group by story_id
) stories`;

/** The stories of one order of arrival, as one hash. */
export interface Replay {
  readonly order: string;
  readonly events: number;
  readonly stories: string;
  readonly perSecond: number;
}

/**
 * Places the same items as they were published, then in other orders with every tenth event twice, once through two
 * replicas at the same time. Equal hashes are equal stories, relations and canonicals.
 */
export const measureReplay = async (dataSource: DataSource, texts: readonly string[], count: number, onResult: (replay: Replay) => void): Promise<void> => {
  const prints = new Fingerprinter(3);
  const events = await store(dataSource, texts, count);
  const orders: [string, ItemReceived[], number][] = [
    ['as published', events, 1],
    ['backwards, some twice', twice([...events].reverse()), 1],
    ['shuffled, some twice', twice(shuffled(events)), 1],
    ['shuffled, two replicas', twice(shuffled(events)), replicas],
  ];
  for (const [order, received, at] of orders) {
    await dataSource.query('truncate item, sketch, moved_story');
    const startedAt = performance.now();
    const waiting = Array.from({ length: Math.ceil(received.length / chunkItems) }, (_, i) => received.slice(i * chunkItems, (i + 1) * chunkItems)).reverse();
    await Promise.all(
      Array.from({ length: at }, async () => {
        for (let chunk = waiting.pop(); chunk; chunk = waiting.pop()) {
          const some = chunk;
          await inTransaction(dataSource, (tx) => placeItems(tx, { received: some, withdrawn: [] }, { prints, clock: systemClock, boilerplateOf: () => new Set() }));
        }
      }),
    );
    const perSecond = Math.round(received.length / ((performance.now() - startedAt) / 1_000));
    const [row] = (await dataSource.query(signature)) as { all: string }[];
    onResult({ order, events: received.length, stories: sha256Hex(row?.all ?? '').slice(0, 16), perSecond });
  }
};

/** Texts, each third one a copy of the one before by one of the mutations, with bodies that stay stored. */
const store = async (dataSource: DataSource, texts: readonly string[], count: number): Promise<ItemReceived[]> => {
  const items = freshItems(texts, count, 11, Date.UTC(2026, 3, 1)).map((item, i, all) => {
    const mutation = mutations[i % mutations.length];
    return i % 3 === 2 && mutation ? { ...item, text: mutation.make(all[i - 1]?.text ?? '', texts, drawFrom(i)) } : item;
  });
  const events: ItemReceived[] = [];
  for (let from = 0; from < items.length; from += 500) {
    const some = items.slice(from, from + 500).map((item) => ({ item, itemId: uuidv7() }));
    await inTransaction(dataSource, (tx) =>
      putBodies(
        tx,
        some.map(({ item, itemId }) => ({
          itemId, revision: 1, language: 'und',
          article: { title: item.title, bodyHtml: '', bodyText: item.text, language: 'und', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: {}, warnings: [] },
        })),
      ),
    );
    events.push(...some.map(({ item, itemId }) => receivedOf(item, itemId, item.source, item.published?.atMs ?? 0)));
  }
  return events;
};

const twice = (events: readonly ItemReceived[]): ItemReceived[] => events.flatMap((event, i) => (i % 10 === 0 ? [event, event] : [event]));

const shuffled = <T>(list: readonly T[]): T[] => {
  const draw = drawFrom(99);
  const out = [...list];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const k = draw(i + 1);
    [out[i], out[k]] = [out[k] as T, out[i] as T];
  }
  return out;
};
