import { scoreLines } from '../evaluate/score.decide.js';
import { scratchDatabase } from '../evaluate/scratch-database.js';
import { readProse } from './prose.js';
import { measureMixture, measureMutations } from './quality.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const adminUrl = process.env['BENCH_DATABASE_URL'] ?? process.env['ADMIN_DATABASE_URL'];
if (adminUrl === undefined) {
  process.stderr.write('give BENCH_DATABASE_URL: Postgres, as a role that may create a database\n');
  process.exit(2);
}
const scratch = await scratchDatabase(adminUrl);
try {
  for (const prose of readProse()) {
    say(`\n${prose.language}: ${prose.texts.length} texts of real prose\n`);
    say('mutation                                   found   wrong');
    await measureMutations(scratch.dataSource, prose, ({ mutation, copies, found, wrong }) => {
      const note = mutation.different ? '  (another story)' : mutation.beyond ? '  (not promised)' : '';
      say(`${mutation.name.padEnd(40)} ${((found / copies) * 100).toFixed(1).padStart(6)} % ${((wrong / copies) * 100).toFixed(1).padStart(6)} %${note}`);
    });
    say(`\nall kinds of copies at once, and bulletins\n${scoreLines(await measureMixture(scratch.dataSource, prose)).join('\n')}`);
  }
} finally {
  await scratch.drop();
}
