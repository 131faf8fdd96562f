import type { GivenRights } from '../testing/given-rights.js';
import { percentile, type Figure } from './figures.js';
import { givenItems } from './notices.js';

const kills = 60;
const everyMs = 150;
const waitMs = 10;
const waitMsMax = 300_000;

/**
 * The licence of a whole catalogue ends, and its items are refused one by one, while officers kill single items: how
 * long each kill takes to stand on the hold lane, and how long the catalogue takes.
 */
export const measureCatalogue = async (given: GivenRights, items: number): Promise<Figure[]> => {
  await given.grant('catalogue');
  await givenItems(given, 'catalogue', items);
  const [first, ...others] = await givenItems(given, 'bench', kills);
  if (first === undefined) throw new Error('no items');
  await waitUntil(async () => (await count(given, 'cleared')) === items, 'the catalogue to be cleared', () => given.grant('catalogue', { channels: ['*'], notice: 'told again' }));
  const startedAt = performance.now();
  await given.grant('catalogue', 'none');
  const times: number[] = [];
  for (const itemId of [first, ...others]) {
    const sentAt = performance.now();
    const answer = await given.officer('POST', '/v1/holds', { scope: { kind: 'item', itemId }, reason: 'single kill' });
    const holdId = String(answer.json['holdId']);
    await waitUntil(() => Promise.resolve(given.eventsOf(holdId).length > 0), `hold ${holdId} on the lane`);
    times.push(performance.now() - sentAt);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - (performance.now() - sentAt))));
  }
  await waitUntil(async () => (await count(given, 'refused')) === items, 'the catalogue to be refused');
  const what = `single kill to the hold lane while ${items.toLocaleString('en')} items end`;
  return [
    { what: `${what}, p50`, measured: percentile(times, 0.5), target: null, unit: 'ms' },
    { what: `${what}, the slowest of ${kills}`, measured: Math.max(...times), target: 1_000, unit: 'ms' },
    { what: `licence ended to the last of ${items.toLocaleString('en')} items refused`, measured: performance.now() - startedAt, target: null, unit: 'ms' },
  ];
};

const count = async (given: GivenRights, kind: 'cleared' | 'refused'): Promise<number> =>
  (await given.query<{ n: number }>(`select count(*)::int as n from item where source_id = 'catalogue' and answer like $1`, [`{"kind":"${kind}"%`]))[0]?.n ?? 0;

const waitUntil = async (reached: () => Promise<boolean>, what: string, first?: () => Promise<unknown>): Promise<void> => {
  await first?.();
  for (const until = performance.now() + waitMsMax; !(await reached()); ) {
    if (performance.now() > until) throw new Error(`waited ${waitMsMax} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
};
