import { inTransaction } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { forgetKeys, oldSketches, takeThinningTurn, thinnedUntil, writePrints } from './sketch-age.store.js';
import { firstIdAt, retention, thinned } from './thin.decide.js';

const sketchesPerStep = 500;

/** Takes some sketches that are old enough out of the key index; true where there may be more. */
export const forgetOldKeys = (dataSource: DataSource, now: Date): Promise<boolean> =>
  inTransaction(dataSource, async (tx) => {
    const after = await takeThinningTurn(tx, 'keys');
    if (after === null) return false;
    const old = await oldSketches(tx, after, firstIdAt(now.getTime() - retention.keysMs), sketchesPerStep);
    const last = old.at(-1);
    if (!last) return false;
    await forgetKeys(tx, old.map(({ itemId }) => itemId));
    await thinnedUntil(tx, 'keys', last.itemId);
    return old.length === sketchesPerStep;
  });

/** Makes the samples of some sketches that are older still coarser; true where there may be more. */
export const coarsenOldSamples = (dataSource: DataSource, now: Date): Promise<boolean> =>
  inTransaction(dataSource, async (tx) => {
    const after = await takeThinningTurn(tx, 'sample');
    if (after === null) return false;
    const old = await oldSketches(tx, after, firstIdAt(now.getTime() - retention.sampleMs), sketchesPerStep);
    const last = old.at(-1);
    if (!last) return false;
    const smaller = old.map(({ itemId, print }) => ({ itemId, before: print, print: thinned(print) })).filter(({ before, print }) => print !== before);
    await writePrints(tx, smaller);
    await thinnedUntil(tx, 'sample', last.itemId);
    return old.length === sketchesPerStep;
  });
