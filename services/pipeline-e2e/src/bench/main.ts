import { setTimeout as sleep } from 'node:timers/promises';

import { Client as Connection } from 'pg';

import { Client } from '../client.js';
import { ProductUnderTest } from '../product.js';
import { measureBarePipe } from './bare-pipe/bare-pipe.js';
import { measureLatency } from './product/latency.js';
import { cpuSeconds, familyOf, memoryMiB } from './product/processes.js';
import { liveArticles, measureTakedowns } from './product/takedown.js';
import { measureFeeds, measureSingles, pushFeeds } from './product/throughput.js';
import { TopicWatch } from './product/watch-topics.js';
import { row, table, type Row } from './report.js';

const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run "npm run bench"`);
  return value;
};
const seconds = Number(process.env['BENCH_SECONDS'] ?? 15);
const idleSeconds = Number(process.env['BENCH_IDLE_SECONDS'] ?? 20);
const sustainedArticles = Number(process.env['BENCH_ARTICLES'] ?? 20_000);
const backlogArticles = Number(process.env['BENCH_BACKLOG'] ?? 50_000);
const services = ['ingest', 'dedupe', 'rights', 'publish', 'console'] as const;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const databaseUrl = env('TEST_DATABASE_URL');
const brokers = env('TEST_KAFKA_BROKERS').split(',');
const others = (process.env['BENCH_PIDS'] ?? '').split(',').filter(Boolean).map(Number);
const mark = Date.now().toString(36);
const rows: Row[] = [];

say(`bare pipe of two hops, ${seconds} s a step …`);
const bare = await measureBarePipe(databaseUrl, brokers, seconds);

rows.push(row('bare pipe at 50/s, p50 / p99', bare.at50.p50, 'ms', { also: bare.at50.p99 }), row('bare pipe at 500/s, p50 / p99', bare.at500.p50, 'ms', { also: bare.at500.p99 }), row('bare pipe, sustained', bare.sustainedPerSecond, 'messages/s'));
say('the product, five processes …');
const product = await ProductUnderTest.start({ partitions: 12, environment: { LOG_LEVEL: 'warn' } });
const client = new Client(product);
const watch = new TopicWatch(brokers, product.topicPrefix);
const database = new Connection({ connectionString: product.adminDatabaseUrl });
try {
  await database.connect();
  const source = { id: 'bench', key: await client.createSource('bench', { categories: ['bench'] }) };
  await watch.start();
  // What is measured is a system that has run for a while: the compilers of six processes need some thousands of articles.
  await measureFeeds(client, database, source, `${mark}wf`, 2_000);
  await measureSingles(client, database, source, `${mark}ws`, 2_000);
  await measureLatency(client, watch, source, `${mark}w`, 50, 8);

  say(`idle for ${idleSeconds} s …`);
  await sleep(3_000);
  const before = services.map((name) => cpuSeconds(product.pidOf(name)));
  await sleep(idleSeconds * 1_000);
  services.forEach((name, i) => {
    const percent = ((cpuSeconds(product.pidOf(name)) - (before[i] ?? 0)) / idleSeconds) * 100;
    rows.push(row(`idle CPU of ${name}`, percent, '% of a core', { atMost: 1.5 }));
  });

  for (const [rate, p50Target, p99Target, pipe] of [[50, 25, 150, bare.at50], [500, undefined, 400, bare.at500]] as const) {
    say(`${rate} pushes a second for ${seconds} s …`);
    const figures = await measureLatency(client, watch, source, `${mark}r${rate}`, rate, seconds);
    rows.push(row(`push → page at ${rate}/s, p50`, figures.page.p50, 'ms', { ...(p50Target === undefined ? {} : { atMost: p50Target }), bare: pipe.p50 }));
    rows.push(row(`push → page at ${rate}/s, p99`, figures.page.p99, 'ms', { atMost: p99Target, bare: pipe.p99 }));
    if (rate < 100) {
      rows.push(row(`push → feed at ${rate}/s, p50`, figures.feed.p50, 'ms', { ...(p50Target === undefined ? {} : { atMost: p50Target }), bare: pipe.p50 }));
      rows.push(row(`push → feed at ${rate}/s, p99`, figures.feed.p99, 'ms', { atMost: p99Target, bare: pipe.p99 }));
    }
    rows.push(row(`push → 202 at ${rate}/s, p50`, figures.accepted.p50, 'ms'), row(`push → 202 at ${rate}/s, p99`, figures.accepted.p99, 'ms'));
    for (const [hop, series] of Object.entries(figures.hops)) rows.push(row(`  push → ${hop} at ${rate}/s, p50 / p99`, series.p50, 'ms', { also: series.p99 }));
    rows.push(row(`articles of the sample that never came at ${rate}/s`, figures.lost, '', { atMost: 0 }));
  }

  say('takedowns, idle …');
  const idle = await measureTakedowns(client, source, `${mark}i`, 40);
  rows.push(row('notice → 202, p99', idle.accepted.p99, 'ms'), row('takedown → page dark, idle, p99', idle.page.p99, 'ms', { atMost: 250 }), row('takedown → dark on every surface, idle, p99', idle.everywhere.p99, 'ms', { atMost: 250 }));
  await watch.stop();

  say(`${sustainedArticles} articles in feeds of 50 …`);
  const inFeeds = await measureFeeds(client, database, source, `${mark}f`, sustainedArticles);
  rows.push(row('sustained, feeds of 50', inFeeds, 'articles/s', { atLeast: 1_500, bare: bare.sustainedPerSecond, bareAtLeast: 0.3 }));
  const singles = await measureSingles(client, database, source, `${mark}s`, Math.ceil(sustainedArticles / 4));
  rows.push(row('sustained, one article a push', singles, 'articles/s', { bare: bare.sustainedPerSecond }));

  say(`takedowns behind ${backlogArticles} articles …`);
  const prepared = await liveArticles(client, source, `${mark}b`, 20);
  const pushing = pushFeeds(client, source, `${mark}g`, backlogArticles, 50, 4);
  await sleep(8_000);
  const behind = await measureTakedowns(client, source, `${mark}b`, 0, prepared);
  rows.push(row('takedown → page dark, behind the backlog, p99', behind.page.p99, 'ms', { atMost: 1_000 }), row('takedown → dark on every surface, behind the backlog, p99', behind.everywhere.p99, 'ms', { atMost: 1_000 }));
  await pushing;

  const pids = [...services.map((name) => product.pidOf(name)), ...others.flatMap(familyOf)];
  rows.push(row('memory of the whole stack', pids.reduce((sum, pid) => sum + memoryMiB(pid), 0), 'MiB', { atMost: 2_048 }));
  for (const name of services) rows.push(row(`  memory of ${name}`, memoryMiB(product.pidOf(name)), 'MiB'));
} catch (error) {
  for (const name of services) say(`${name}: ${product.logOf(name).slice(-2_000)}`);
  throw error;
} finally {
  await watch.stop().catch(() => undefined);
  await database.end();
  await product.stop();
  // What was measured is told also where a later step failed.
  say(table(rows));
}
