import { compare, Fingerprinter } from '@wiredesk/fingerprints';
import { inTransaction } from '@wiredesk/persistence';
import { systemClock, uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { evaluateAll } from '../evaluate/evaluate.js';
import { receivedOf, type EvaluationItem } from '../evaluate/line.decide.js';
import { eraMs, wantedKeys } from '../placing/candidates.decide.js';
import { factsOf } from '../placing/facts.decide.js';
import type { Facts } from '../placing/facts.js';
import { lookUp, takePlacingTurn } from '../placing/lookup.store.js';
import { relate } from '../placing/relation.decide.js';
import { retention } from '../thin-sketches/thin.decide.js';
import { drawFrom, unitsOf } from './units.js';

const dayMs = 24 * 3_600_000;
const itemsPerDay = 100_000;

/** Processor time of this process so far. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Texts of their own, made by drawing the units of real ones: as many as wanted, of the same lengths and alphabet. */
export const freshItems = (texts: readonly string[], count: number, seed: number, atMs: number): EvaluationItem[] => {
  const draw = drawFrom(seed);
  const pool = texts.map(unitsOf);
  return Array.from({ length: count }, (_, i) => {
    const { units, join } = pool[i % pool.length] ?? { units: [], join: String };
    const text = join(units.map((unit) => (draw(3) === 0 ? unit : (units[draw(units.length)] ?? unit))));
    return { id: `${seed}-${i}`, source: `wire-${i % 40}`, published: { atMs: atMs + i * 860, precision: 'instant' }, title: text.slice(0, 40), text, url: null, truth: null };
  });
};

/**
 * Documents per second of processor time (what else runs on the machine does not count), without a database: sketching alone, and with finding and comparing candidates. Texts
 * are cut to `unitsMedian` characters, the median of the newswire that the targets were measured on.
 */
export const measureMemory = (texts: readonly string[], unitsMedian: number): { sketch: number; whole: number; millisecondsOfMegabyte: number } => {
  const prints = new Fingerprinter(1);
  const items = freshItems(texts.map((text) => text.slice(0, unitsMedian)), 6_000, 1, Date.UTC(2026, 8, 1));
  const copies = items.map((item, i) => (i % 3 === 0 && i > 0 ? { ...item, text: `${items[i - 1]?.text ?? ''}\n${item.text.slice(0, 80)}` } : item));
  const read = (item: EvaluationItem): Facts =>
    factsOf({ item: receivedOf(item, uuidv7(), 'bench', item.published?.atMs ?? 0), article: { title: item.title, bodyText: item.text } }, prints);
  for (const item of copies.slice(0, 500)) read(item);
  const startedAt = processorMs();
  const facts = copies.map(read);
  const sketched = processorMs();
  const byKey = new Map<number, Facts[]>();
  let joined = 0;
  for (const one of facts) {
    const shared = new Map<Facts, number>();
    for (const key of one.text.keys) for (const other of byKey.get(key) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    for (const [other, keys] of shared) if (keys >= 2 && relate(other, one, compare(other.text, one.text), false)?.joins) joined += 1;
    for (const key of one.text.keys) {
      const known = byKey.get(key);
      if (known) known.push(one);
      else byKey.set(key, [one]);
    }
  }
  const done = processorMs();
  if (joined === 0) throw new Error('no copy was found: what was measured is not the work');
  const megabyte = texts.join('\n').repeat(4).slice(0, 1 << 20);
  const before = processorMs();
  prints.fingerprint(megabyte);
  const perSecond = (ms: number): number => Math.round(copies.length / (ms / 1_000));
  return { sketch: perSecond(sketched - startedAt), whole: perSecond(done - startedAt), millisecondsOfMegabyte: Math.round(processorMs() - before) };
};

const word = (value: number): string => Buffer.from(Uint32Array.of(value).buffer).toString('hex');
/** The beginning of a print (format 2) of 24 keys and a sample, `words` of both together. */
const printHead = (words: number): string => [2 << 8, 24, words - 24, 0, 0, 0, 0].map(word).join('');

/**
 * Rows as real ones are, with random hashes: a hundred thousand a day, ids in the order of arrival, and thinned as they
 * would be on the day of the newest (no keys after `retention.keysMs`, a third of the sample after `retention.sampleMs`).
 */
const fillSketches = `
with row as (
  select n, uuidv7(to_timestamp(at_ms / 1000) - clock_timestamp()) as item_id, at_ms, floor(at_ms / ${eraMs})::bigint as era, $4::float8 - at_ms as age_ms
  from (select n, $3::float8 + n * ${dayMs / itemsPerDay}::float8 as at_ms from generate_series($1::int, $2::int) as n) as numbered
), sketches as (
  insert into sketch (item_id, keys, print)
  select item_id, case when age_ms > ${retention.keysMs} then '{}' else array(select era * 4294967296 + (random() * 4294967295)::bigint from generate_series(1, 24) where row.n = row.n) end,
    decode(case when age_ms > ${retention.sampleMs} then '${printHead(112)}' || repeat(md5(n::text), 28) else '${printHead(400)}' || repeat(md5(n::text), 100) end, 'hex') from row
)
insert into item (item_id, source_id, guid, revision, published_from, published_until, received_at, norm_version, clean_hash, tokens, units, ideograph_share, family_id, story_id, relation, decided_by, canonical_item_id, placement, placed_at)
select item_id, 'fill', n::text, 1, at, at, at, 1, md5(n::text)::uuid, 300, 500, 0, item_id, item_id, 'original', 'alone', item_id, 1, at
from row cross join lateral (select to_timestamp(at_ms / 1000) as at) as published`;
/** A million postings by themselves take ten times as long as an index that is made over them. */
const dropIndexes = 'drop index sketch_by_key; drop index item_by_text';
const makeIndexes = 'create index sketch_by_key on sketch using gin (keys) with (fastupdate = off); create index item_by_text on item (clean_hash)';
const rowsAtOnceMin = 200_000;
const rowsPerStatement = 20_000;

export interface DatabaseSpeed {
  readonly stored: number;
  readonly perSecond: number;
  readonly lookUpP50Ms: number;
  readonly lookUpP99Ms: number;
  readonly bytesPerItem: number;
  readonly fillSeconds: number;
}

const sizes = `select (pg_total_relation_size('item') + pg_total_relation_size('sketch'))::float8 as bytes, (select count(*) from item)::int as items`;

/** Fills up to each size, and at each places 4,000 new items in chunks of 64 and looks 500 up one by one. */
export const measureDatabase = async (dataSource: DataSource, texts: readonly string[], stored: readonly number[], onResult: (speed: DatabaseSpeed) => void): Promise<void> => {
  const firstMs = Date.UTC(2026, 0, 1);
  await dataSource.query('truncate item, sketch');
  let filled = 0;
  for (const size of stored) {
    const atMs = firstMs + (size / itemsPerDay) * dayMs;
    const fillStartedAt = performance.now();
    await fill(dataSource, filled, size, firstMs, atMs);
    const fillSeconds = Math.round((performance.now() - fillStartedAt) / 1_000);
    filled = size;
    const startedAt = performance.now();
    const count = 4_000;
    await evaluateAll(dataSource, freshItems(texts, count, size, atMs), systemClock);
    const perSecond = Math.round(count / ((performance.now() - startedAt) / 1_000));
    const times = await lookUpTimes(dataSource, freshItems(texts, 500, size + 1, atMs));
    const [row] = (await dataSource.query(sizes)) as { bytes: number; items: number }[];
    onResult({ stored: size, perSecond, lookUpP50Ms: times[250] ?? 0, lookUpP99Ms: times[495] ?? 0, bytesPerItem: Math.round((row?.bytes ?? 0) / (row?.items ?? 1)), fillSeconds });
  }
};

/** On one connection, whose statements may take as long as they do. */
const fill = async (dataSource: DataSource, from: number, to: number, firstMs: number, newestMs: number): Promise<void> => {
  const runner = dataSource.createQueryRunner();
  try {
    const atOnce = to - from >= rowsAtOnceMin;
    await runner.query(`set statement_timeout = 0; set maintenance_work_mem = '1GB'`);
    if (atOnce) await runner.query(dropIndexes);
    for (let filled = from; filled < to; filled += rowsPerStatement) await runner.query(fillSketches, [filled + 1, Math.min(filled + rowsPerStatement, to), firstMs, newestMs]);
    if (atOnce) await runner.query(makeIndexes);
    await runner.query('vacuum analyze item, sketch');
    await runner.query('reset statement_timeout; reset maintenance_work_mem');
  } finally {
    await runner.release();
  }
};

/** Milliseconds, ascending. */
const lookUpTimes = async (dataSource: DataSource, items: readonly EvaluationItem[]): Promise<number[]> => {
  const prints = new Fingerprinter(1);
  const times: number[] = [];
  for (const item of items) {
    const facts = factsOf({ item: receivedOf(item, uuidv7(), 'bench', item.published?.atMs ?? 0), article: { title: item.title, bodyText: item.text } }, prints);
    await inTransaction(dataSource, async (tx) => {
      takePlacingTurn(tx);
      const before = performance.now();
      await lookUp(tx, [{ itemId: facts.itemId, keys: wantedKeys(facts), cleanHash: facts.text.cleanHash }], [facts.itemId]);
      times.push(performance.now() - before);
    });
  }
  return times.sort((a, b) => a - b);
};
