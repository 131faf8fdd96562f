import { Client, eventually, ninjs, prose } from '../client.js';
import { ProductUnderTest, type ServiceName } from '../product.js';
import { documentedMetrics, exposedIn, type Exposed } from './documented.js';
import { metricsUsed } from './rules.js';

const services: readonly ServiceName[] = ['ingest', 'dedupe', 'rights', 'publish', 'console'];

describe('what the services say in numbers', () => {
  let product: ProductUnderTest;

  beforeAll(async () => {
    product = await ProductUnderTest.start({ partitions: 1 });
  }, 180_000);
  afterAll(() => product.stop(), 60_000);

  const textOf = async (service: ServiceName): Promise<string> => {
    const answer = await fetch(`${product.url(service)}/metrics`, { headers: { authorization: `Bearer ${product.adminToken}` } });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const scrape = async (service: ServiceName): Promise<ReadonlyMap<string, Exposed>> => exposedIn(await textOf(service));

  it('is for nobody without a token', async () => {
    for (const service of services) expect([service, (await fetch(`${product.url(service)}/metrics`)).status]).toEqual([service, 401]);
  });

  it('times a push to its page and a notice to its last copy', async () => {
    const client = new Client(product);
    const key = await client.createSource('harbour', { categories: ['town'] });
    const { itemId } = await client.pushArticle('harbour', key, ninjs('counted', 'The harbour counts its boats', prose(1)));
    await eventually(async () => expect((await client.article(itemId)).status).toBe(200));
    await eventually(async () => expect(await textOf('ingest')).toMatch(/^wiredesk_push_to_page_seconds_count\{[^}]*\} 1$/m), 30_000);
    await client.takedown([`${product.publish}/articles/${itemId}`], 'story');
    await eventually(async () => expect((await client.article(itemId)).status).toBe(451), 30_000);
    for (const step of ['held', 'dark', 'proven']) await eventually(async () => expect(await textOf('rights')).toMatch(new RegExp(`^wiredesk_takedown_seconds_count\\{[^}]*step="${step}"[^}]*\\} 1$`, 'm')), 60_000);
    const rights = await textOf('rights');
    const counted = (state: string): number => Number(new RegExp(`^wiredesk_recall_states_total\\{[^}]*state="${state}"[^}]*\\} (\\d+)$`, 'm').exec(rights)?.[1]);
    expect(counted('owed')).toBeGreaterThan(3);
    expect(counted('verified_gone')).toBe(counted('owed'));
  }, 240_000);

  it('is what docs/metrics.md says, by name, kind and labels, of the service that it says', async () => {
    const documented = documentedMetrics();
    const seen = new Set<string>();
    for (const service of services) {
      for (const [name, { type, labels }] of await scrape(service)) {
        if (!name.startsWith('wiredesk_')) continue;
        seen.add(name);
        const known = documented.find((one) => one.name === name);
        expect({ name, type, of: known?.of === 'Of every service' ? service : known?.of }).toEqual({ name, type: known?.type, of: service });
        expect([name, [...labels].filter((label) => !known?.labels.includes(label))]).toEqual([name, []]);
      }
    }
    // Counters that are made with the first poll, picture, hub or notice of which this product has none.
    const notYet = documented.map(({ name }) => name).filter((name) => !seen.has(name));
    expect(notYet.sort()).toEqual(['wiredesk_ingest_notices_total', 'wiredesk_ingest_pictures_total', 'wiredesk_ingest_polls_total', 'wiredesk_ingest_websub_total']);
  });

  it('is what alerts and dashboards ask for', async () => {
    const exposed = new Set<string>();
    for (const service of services) for (const name of (await scrape(service)).keys()) exposed.add(name);
    const missing = [...metricsUsed()].filter((name) => !exposed.has(name) && !exposed.has(name.replace(/_(bucket|sum|count)$/, '')));
    expect(missing).toEqual([]);
  });
});
