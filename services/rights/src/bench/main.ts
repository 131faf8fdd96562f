import { parseArgs } from 'node:util';

import { GivenRights } from '../testing/given-rights.js';
import { measureCatalogue } from './catalogue.js';
import { table, type Figure } from './figures.js';
import { measureGate } from './gate.js';
import { measureNotices } from './notices.js';
import { measureTimers } from './timers.js';

const { values } = parseArgs({
  options: {
    holds: { type: 'string', default: '100000' }, notices: { type: 'string', default: '1000' }, timers: { type: 'string', default: '1000000' }, items: { type: 'string', default: '50000' }, only: { type: 'string', default: 'gate,notices,timers,catalogue' },
  },
});

/** Prints the figures of rights against their targets. Arguments make it smaller: --timers 10000 --only timers. */
const only = new Set(values.only.split(','));
const figures: Figure[] = [];
const measured = async (name: string, measure: () => Figure[] | Promise<Figure[]>): Promise<void> => {
  if (!only.has(name)) return;
  const added = await measure();
  figures.push(...added);
  process.stdout.write(`${table(added)}\n`);
};

await measured('gate', () => measureGate(Number(values.holds)));
if (['notices', 'timers', 'catalogue'].some((name) => only.has(name))) {
  const given = await GivenRights.start({ environment: { NOTICES_PER_MINUTE: '1000000' } });
  try {
    await given.grant('bench');
    await measured('notices', () => measureNotices(given, Number(values.notices)));
    await measured('catalogue', () => measureCatalogue(given, Number(values.items)));
    await measured('timers', () => measureTimers(given, Number(values.timers)));
  } finally {
    await given.close();
  }
}
process.exitCode = figures.some(({ measured: value, target }) => target !== null && value > target) ? 1 : 0;
