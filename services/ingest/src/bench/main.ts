import { uuidv7 } from '@wiredesk/platform';

import { bodiesOf, type Body } from './bodies.js';
import { closedLoop, openLoop, percentile, pusherOf, type Pusher } from './load.js';
import { measureParsing } from './parsing.js';
import { ServiceUnderTest } from './service-under-test.js';

const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run "npm run bench:ingest"`);
  return value;
};
const seconds = Number(process.env['BENCH_SECONDS'] ?? 10);
const steadySeconds = Number(process.env['BENCH_STEADY_SECONDS'] ?? 20);
const steadyPerSecond = Number(process.env['BENCH_RATE'] ?? 500);
const manyItems = Number(process.env['BENCH_ITEMS'] ?? 200_000);
/** Enough that a group commit has its members, few enough that the load does not starve what it measures. */
const pushesAtOnce = 16;
const samples = 10;
const unlimited = Number.MAX_SAFE_INTEGER;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const round = (value: number): string => (value >= 100 ? Math.round(value).toString() : value.toFixed(2));
const tableRow = (...cells: readonly string[]): void => say(`| ${cells.join(' | ')} |`);
const head = (...cells: readonly string[]): void => {
  tableRow(...cells);
  tableRow(...cells.map(() => '---'));
};

const throughput = async (service: ServiceUnderTest, pusher: Pusher, body: Body): Promise<void> => {
  const before = service.cpuSeconds();
  const { pushes, seconds: took } = await closedLoop(pushesAtOnce, seconds, unlimited, (index) => pusher.push(body, index));
  const items = pushes * body.items;
  tableRow(body.name, `${round(items / took)}`, `${round(items / (service.cpuSeconds() - before))}`, `${round((body.of(0).length * pushes) / 1e6 / took)}`);
};

/** Memory while many items are accepted: what grows with them is a leak. */
const memory = async (service: ServiceUnderTest, pusher: Pusher, feed: Body): Promise<void> => {
  const perSample = Math.ceil(manyItems / feed.items / samples);
  const mebibytes: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    await closedLoop(pushesAtOnce, 600, perSample, (index) => pusher.push(feed, 1_000_000 + sample * perSample + index));
    mebibytes.push(service.memoryMiB());
  }
  tableRow(`resident memory of ingest after each tenth of ${manyItems} items, MiB`, mebibytes.map((one) => Math.round(one)).join(' '));
  const [early, late] = [Math.max(...mebibytes.slice(samples / 5, samples / 2)), Math.max(...mebibytes.slice(samples / 2))];
  tableRow('greatest of the second half over that of the first (from the third tenth on)', (late / early).toFixed(2));
};

const mark = uuidv7().slice(-8);
const bodies = bodiesOf(mark);

say(`\n## What reading costs, on one core\n`);
head('body', 'KB', 'ms', 'MB/s');
for (const cost of measureParsing(bodies)) tableRow(cost.name, round(cost.bytes / 1_000), cost.milliseconds.toFixed(3), round(cost.megabytesPerSecond));

const service = await ServiceUnderTest.start(env('BENCH_DATABASE_URL'), env('BENCH_KAFKA_BROKERS').split(','));
const pusher = pusherOf(service, 'bench', await service.source('bench'));
try {
  const [feed, ninjs] = bodies;
  if (!feed || !ninjs) throw new Error('no bodies');
  await closedLoop(pushesAtOnce, 3, unlimited, (index) => pusher.push(ninjs, 2_000_000 + index));
  say(`\n## Accepted, ${pushesAtOnce} pushes at once for ${seconds} s each; per core: per second of processor time of ingest\n`);
  head('body', 'items/s', 'items/s per core', 'MB/s');
  for (const body of bodies) await throughput(service, pusher, body);

  say(`\n## Steady load\n`);
  head('figure', 'measured');
  const times = await openLoop(steadyPerSecond, steadySeconds, (index) => pusher.push(ninjs, 3_000_000 + index));
  tableRow(`acceptance at ${steadyPerSecond}/s (single ninjs), p50 / p99 / max, ms`, [0.5, 0.99, 1].map((fraction) => round(percentile(times, fraction))).join(' / '));
  await memory(service, pusher, feed);
} finally {
  await pusher.close();
  await service.stop();
}
