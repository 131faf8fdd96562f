import { parseArgs } from 'node:util';

import { measureDeliveries } from './deliveries.js';
import { tableOf, type Figure } from './figures.js';
import { measureHome } from './home.js';
import { measurePages } from './pages.js';

const usage = `usage: bench [--part pages|deliveries|home]... [--articles 10000,1000000]

What publish does on this machine, on the Postgres and Kafka of TEST_DATABASE_URL and TEST_KAFKA_BROKERS.
pages       a warm article page and a feed against the same bytes as a static file; 304; 100,000 ids reconciled
deliveries  webhooks a second; takedown until 100 subscribers acknowledged; 10,000 subscribers, 1 % of them hanging
home        the front page's queries with 10 thousand and a million live articles (--articles)
`;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const { values } = parseArgs({ options: { part: { type: 'string', multiple: true }, articles: { type: 'string' }, help: { type: 'boolean' } } });
const sizes = (values.articles ?? '10000,1000000').split(',').map(Number);
if (values.help || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write(usage);
  process.exit(values.help ? 0 : 2);
}
const wants = (part: string): boolean => values.part === undefined || values.part.includes(part);

const figures: Figure[] = [];
if (wants('pages')) {
  const found = await measurePages(say);
  const ratio = (own: number, other: number): string => `${Math.round(own)}/s, ${(own / other).toFixed(2)} × ${Math.round(other)}/s`;
  figures.push(
    { what: `article page, warm, takedown gate included, against ${found.against}`, measured: ratio(found.pagePerSecond, found.staticPagePerSecond), wanted: '≥ 0.3 × nginx' },
    { what: 'feed of 50 entries, against the same', measured: ratio(found.feedPerSecond, found.staticFeedPerSecond), wanted: '≥ 0.3 × nginx' },
    { what: 'feed that did not change: 304', measured: `p50 ${found.notModifiedP50Ms.toFixed(2)} ms, p99 ${found.notModifiedP99Ms.toFixed(2)} ms`, wanted: '≤ 1 ms' },
    { what: '100,000 ids reconciled', measured: `${found.reconcileSeconds.toFixed(1)} s`, wanted: '≤ 5 s' },
  );
}
if (wants('deliveries')) {
  const found = await measureDeliveries(say);
  figures.push(
    { what: 'webhook deliveries to a local sink', measured: `${Math.round(found.perSecond)}/s`, wanted: '≥ 1,000/s' },
    { what: 'takedown until each of 100 subscribers acknowledged', measured: `p50 ${Math.round(found.recallP50Ms)} ms, p99 ${Math.round(found.recallP99Ms)} ms, max ${Math.round(found.recallMaxMs)} ms`, wanted: 'p99 ≤ 2,000 ms' },
    { what: '10,000 subscribers: p99, none hanging', measured: `${Math.round(found.healthyP99Ms)} ms`, wanted: '' },
    { what: '10,000 subscribers: p99 of the others, 1 % hanging', measured: `${Math.round(found.besideHangingP99Ms)} ms`, wanted: 'as without' },
  );
}
if (wants('home')) {
  await measureHome(sizes, (size, ms) => {
    say(`queries of the front page with ${size} live articles: ${ms.toFixed(1)} ms`);
    figures.push({ what: `front page's queries, ${size} live articles`, measured: `${ms.toFixed(1)} ms`, wanted: 'flat' });
  });
}
say(`\n${tableOf(figures)}`);
