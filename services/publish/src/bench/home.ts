import { testDatabase } from '@wiredesk/testing';
import { contentStoreMigrations } from '@wiredesk/content-store';

import { migrations } from '../migrations/index.js';
import { readCategories, readNewest, readPictured, readSections } from '../portal/show-lists/list.store.js';
import { fillBoard } from './fill.js';
import { percentile } from './figures.js';

const rounds = 40;

/** Milliseconds that the queries of the front page take with so many live articles: the median of some rounds. */
export const measureHome = async (sizes: readonly number[], say: (size: number, medianMs: number) => void): Promise<void> => {
  const database = await testDatabase({ schema: 'publish', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
  try {
    let filled = 0;
    for (const size of sizes) {
      await fillBoard(database.dataSource, filled + 1, size);
      filled = size;
      const took: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const startedAt = performance.now();
        const categories = await readCategories(database.dataSource, 300);
        await Promise.all([readNewest(database.dataSource, undefined, undefined, 60), readSections(database.dataSource, categories.slice(0, 8), 9), readPictured(database.dataSource, 24)]);
        took.push(performance.now() - startedAt);
      }
      say(size, percentile(took, 0.5));
    }
  } finally {
    await database.close();
  }
};
