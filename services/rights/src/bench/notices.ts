import { notice, portal, type GivenRights } from '../testing/given-rights.js';
import { percentile, type Figure } from './figures.js';

const warmUp = 50;

/** Items of a source, as rights knows them; written at once, because their way here is not what is measured. */
export const givenItems = async (given: GivenRights, sourceId: string, count: number): Promise<string[]> => {
  const rows = await given.query<{ item_id: string }>(
    `insert into item (item_id, source_id, guid, revision, standing, url, url_key, language, reprint_reserved, first_received_at)
     select id, $1, id::text, 1, 'usable', 'https://up.example/' || id, 'up.example/' || id, 'en', false, now() from (select gen_random_uuid() as id from generate_series(1, $2)) as ids returning item_id`,
    [sourceId, count],
  );
  return rows.map((row) => row.item_id);
};

/** From a notice that is sent to its answer, which comes after the commit: one after the other, over HTTP. */
export const measureNotices = async (given: GivenRights, count: number): Promise<Figure[]> => {
  const items = await givenItems(given, 'bench', count + warmUp);
  const times: number[] = [];
  for (const [n, itemId] of items.entries()) {
    const body = notice([`${portal}/articles/${itemId}`], { signature: `Ada ${n}` });
    const startedAt = performance.now();
    const taken = await given.takedown(body);
    if (n >= warmUp) times.push(performance.now() - startedAt);
    if (taken.targets[0]?.state !== 'interim_held') throw new Error(`a notice did not hold: ${JSON.stringify(taken.targets)}`);
  }
  const what = `notice sent to hold committed and answered, ${count.toLocaleString('en')} notices`;
  return [{ what: `${what}, p50`, measured: percentile(times, 0.5), target: null, unit: 'ms' }, { what: `${what}, p99`, measured: percentile(times, 0.99), target: 20, unit: 'ms' }];
};
