import { parseArgs } from 'node:util';

import { scoreLines } from '../evaluate/score.decide.js';
import { scratchDatabase } from '../evaluate/scratch-database.js';
import { measureHeld } from './held.js';
import { readProse } from './prose.js';
import { measureMixture, measureMutations } from './quality.js';
import { measureReplay } from './replay.js';
import { measureSameForms, measureWireCopies } from './wire.js';
import { measureDatabase, measureMemory } from './speed.js';

const usage = `usage: bench [--part quality|wire|held|memory|database|replay]... [--stored 10000,1000000] [--replayed 100000] [--database URL]

Quality of placement per mutation over real prose (which it downloads), the stay-down index, documents a second.
--part      default all: quality, wire and held some minutes each, memory seconds, database some minutes for a million.
--stored    how many items are there when documents a second are measured; 10,000,000 take half an hour and 25 GB.
--replayed  how many items are placed in four orders of arrival; default 6,000, 100,000 take half an hour.
--database  Postgres, as a role that may create a database; default: BENCH_DATABASE_URL or ADMIN_DATABASE_URL. A scratch database is made and dropped.
`;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const percent = (part: number, all: number): string => `${((part / all) * 100).toFixed(1).padStart(6)} %`;

const { values } = parseArgs({ options: { part: { type: 'string', multiple: true }, stored: { type: 'string' }, replayed: { type: 'string' }, database: { type: 'string' }, help: { type: 'boolean' } } });
const adminUrl = values.database ?? process.env['BENCH_DATABASE_URL'] ?? process.env['ADMIN_DATABASE_URL'];
const stored = (values.stored ?? '10000,1000000').split(',').map(Number);
const replayed = Number(values.replayed ?? '6000');
if (values.help || adminUrl === undefined || [...stored, replayed].some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write(usage);
  process.exit(2);
}
const wants = (part: string): boolean => values.part === undefined || values.part.includes(part);

const languages = readProse();
const scratch = await scratchDatabase(adminUrl);
try {
  for (const prose of languages) {
    say(`\n## ${prose.language}: ${prose.texts.length} texts of real prose`);
    if (wants('quality')) {
      say('\ncopies, per mutation                       found   wrong');
      await measureMutations(scratch.dataSource, prose, ({ mutation, copies, found, wrong }) => {
        const note = mutation.different ? '  (another story: 0 is right)' : mutation.beyond ? '  (not promised)' : '';
        say(`${mutation.name.padEnd(40)} ${percent(found, copies)} ${percent(wrong, copies)}${note}`);
      });
      say(`\nall kinds of copies at once, and bulletins\n${scoreLines(await measureMixture(scratch.dataSource, prose)).join('\n')}`);
    }
    if (wants('wire')) {
      say('\nwhat newsrooms make of a text               found   wrong   copy made canonical');
      await measureWireCopies(scratch.dataSource, prose, ({ name, copies, found, wrong, overtaken }) => say(`${name.padEnd(44)} ${percent(found, copies)} ${percent(wrong, copies)} ${percent(overtaken, copies)}`));
      say('\nreports of one form, hours apart     pairs joined (0 is right)');
      await measureSameForms(scratch.dataSource, prose, ({ form, pairs, joined }) => say(`${form.padEnd(44)} ${percent(joined, pairs)}`));
    }
    if (wants('held')) {
      say('\nstay-down                                   held  for a person');
      for (const { name, copies, held, review } of measureHeld(prose)) say(`${name.padEnd(46)} ${percent(held, copies)} ${percent(review, copies)}`);
    }
    if (wants('memory')) {
      const { sketch, whole, millisecondsOfMegabyte } = measureMemory(prose.texts, prose.language === 'zh' ? 413 : 557);
      say(`\nin memory, per second of one core: ${sketch} docs sketched, ${whole} docs found and compared as well; a text of 1 Mi units ${millisecondsOfMegabyte} ms`);
    }
  }
  const texts = languages.flatMap((prose) => prose.texts.slice(0, 150));
  if (wants('database')) {
    say('\nthrough Postgres, chunks of 64\nstored        docs/s   look-up p50 ms   p99 ms   bytes/item   filled in s');
    await measureDatabase(scratch.dataSource, texts, stored, (speed) => {
      say(`${String(speed.stored).padEnd(12)} ${String(speed.perSecond).padStart(7)} ${speed.lookUpP50Ms.toFixed(2).padStart(16)} ${speed.lookUpP99Ms.toFixed(2).padStart(8)} ${String(speed.bytesPerItem).padStart(12)} ${String(speed.fillSeconds).padStart(13)}`);
    });
  }
  if (wants('replay')) {
    say('\nthe same items in other orders      events   docs/s   stories (equal: the same stories, relations, canonicals)');
    await measureReplay(scratch.dataSource, texts, replayed, ({ order, events, stories, perSecond }) => {
      say(`${order.padEnd(32)} ${String(events).padStart(9)} ${String(perSecond).padStart(8)}   ${stories}`);
    });
  }
} finally {
  await scratch.drop();
}
