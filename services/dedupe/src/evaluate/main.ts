import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';

import { systemClock } from '@wiredesk/platform';

import { evaluateCorpus } from './evaluate.js';
import { readLine, type EvaluationItem } from './line.decide.js';
import { scoreLines, scoreOf, type Judged } from './score.decide.js';
import { scratchDatabase } from './scratch-database.js';

const usage = `usage: evaluate FILE.jsonl [--out FILE] [--database URL]

Each line of FILE is {"id", "source", "publishedAt", "title", "text", "url"?, "truth"?}; items of one story have the same "truth".
Writes one line per item, {"id", "story", "relation", "relatedTo", "j", "c", …}, to standard output or to --out, and the score to standard error.
--database  Postgres, as a role that may create a database; default: the environment's EVALUATE_DATABASE_URL or ADMIN_DATABASE_URL.
            A database is made for the run and dropped after it; no other is read or changed.
`;
const itemsMax = 2_000_000;
const complaintsMax = 10;
const barChars = 40;

const say = (text: string): void => void process.stderr.write(text);
const fail = (text: string): never => {
  say(`${text}\n`);
  process.exit(2);
};

/** What reading the file found, beside its items. */
interface Reading {
  /** The truth of each item that has one, by id. */
  readonly truths: Map<string, string>;
  items: number;
  bytes: number;
}

async function* readCorpus(path: string, reading: Reading): AsyncGenerator<EvaluationItem> {
  const ids = new Set<string>();
  let refused = 0;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    reading.bytes += Buffer.byteLength(line) + 1;
    if (line.trim() === '') continue;
    const read = readLine(number === 1 ? line.replace(/^\ufeff/, '') : line);
    const reason = read.kind === 'refused' ? read.reason : ids.has(read.item.id) ? `the id "${read.item.id.slice(0, 80)}" was there before` : null;
    if (read.kind === 'item' && reason === null) {
      const { id, truth } = read.item;
      ids.add(id);
      reading.items += 1;
      if (reading.items > itemsMax) throw new Error(`more than ${itemsMax} items; divide the file`);
      if (truth !== null) reading.truths.set(id, truth);
      yield read.item;
      continue;
    }
    refused += 1;
    if (refused <= complaintsMax) say(`line ${number} is left out: ${reason ?? ''}\n`);
  }
  if (refused > 0) say(`${refused} of ${number} lines are left out\n`);
}

const progress = (bytes: number, reading: Reading): ((done: number) => void) => {
  const started = performance.now();
  let shown = -1;
  return (done) => {
    const share = Math.min(1, reading.bytes / bytes);
    const part = Math.floor(share * 100);
    if (part === shown || (!process.stderr.isTTY && part < shown + 10 && part < 100)) return;
    shown = part;
    const filled = Math.floor(share * barChars);
    const perSecond = Math.round(done / ((performance.now() - started) / 1_000));
    say(`${process.stderr.isTTY ? '\r' : ''}[${'#'.repeat(filled)}${'.'.repeat(barChars - filled)}] ${part} %  ${done} items, ${perSecond}/s${process.stderr.isTTY && part < 100 ? '' : '\n'}`);
  };
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' }, database: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
const [file] = positionals;
if (values.help || file === undefined) fail(usage);
const path = file as string;
if (!existsSync(path)) fail(`there is no file ${path}`);
const adminUrl = values.database ?? process.env['EVALUATE_DATABASE_URL'] ?? process.env['ADMIN_DATABASE_URL'];
if (adminUrl === undefined || !URL.canParse(adminUrl)) fail('no database: give --database postgres://role:password@host:port/postgres, a role that may create databases (the local stack prints one)');

const scratch = await scratchDatabase(adminUrl as string);
const end = (): void => void scratch.drop().finally(() => process.exit(130));
process.once('SIGINT', end);
process.once('SIGTERM', end);
try {
  const reading: Reading = { truths: new Map(), items: 0, bytes: 0 };
  const out: Writable = values.out === undefined ? process.stdout : createWriteStream(values.out);
  const judged: Judged[] = [];
  const stories = new Set<string>();
  for await (const item of evaluateCorpus(scratch.dataSource, readCorpus(path, reading), systemClock, progress(statSync(path).size, reading))) {
    if (!out.write(`${JSON.stringify(item)}\n`)) await once(out, 'drain');
    stories.add(item.story);
    const truth = reading.truths.get(item.id);
    if (truth !== undefined) judged.push({ id: item.id, story: item.story, relation: item.relation, relatedTo: item.relatedTo, truth });
  }
  if (values.out !== undefined) await new Promise<void>((resolve) => out.end(resolve));
  if (reading.items === 0) {
    say(`${path} has no line that can be used\n\n${usage}`);
    process.exitCode = 2;
  } else say(`${stories.size} stories in ${reading.items} items\n`);
  if (judged.length > 0) say(`${scoreLines(scoreOf(judged)).join('\n')}\n`);
} finally {
  await scratch.drop();
}
