import type { Tx } from '@wiredesk/persistence';

import { packPrint, unpackPrint, type Print } from '../placing/print-codec.js';

/** What of a sketch is made smaller. */
export type Thinning = 'keys' | 'sample';

/** One replica at a time; another that comes meanwhile passes over the locked row and has nothing to do. */
const takeCursor = 'select until_item_id from thinned where what = $1 for update skip locked';
const moveCursor = 'update thinned set until_item_id = $2 where what = $1';

/**
 * The next sketches by age: ids are UUIDv7, so that the primary key is in the order of arrival and no index of its own
 * is needed. Locked, because a revision that arrives now writes the same row anew.
 */
const selectOld = `
select item_id, print from sketch where item_id > $1 and item_id < $2 and uuid_extract_version(item_id) = 7 order by item_id limit $3 for update`;

/** Without keys a sketch is in no posting list; what it has is still found by its hash and by its story. */
const dropKeys = `update sketch set keys = '{}' where item_id = any($1::uuid[]) and cardinality(keys) > 0`;

const updatePrints = `
update sketch set print = substring($2::bytea from r.print_from for r.print_bytes)
from json_to_recordset($1) as r (item_id uuid, print_from int, print_bytes int) where sketch.item_id = r.item_id`;

export interface OldSketch {
  readonly itemId: string;
  readonly print: Print;
}

/** Null where another replica is at it. */
export const takeThinningTurn = async (tx: Tx, what: Thinning): Promise<string | null> =>
  ((await tx.query(takeCursor, [what])) as { until_item_id: string }[])[0]?.until_item_id ?? null;

export const thinnedUntil = async (tx: Tx, what: Thinning, itemId: string): Promise<void> => {
  await tx.query(moveCursor, [what, itemId]);
};

/** Sketches of items after one id and before another, at most `most`, in order. */
export const oldSketches = async (tx: Tx, after: string, before: string, most: number): Promise<OldSketch[]> => {
  const rows = (await tx.query(selectOld, [after, before, most])) as { item_id: string; print: Buffer }[];
  return rows.map((row) => ({ itemId: row.item_id, print: unpackPrint(row.print) }));
};

export const forgetKeys = async (tx: Tx, itemIds: readonly string[]): Promise<void> => {
  await tx.query(dropKeys, [itemIds]);
};

export const writePrints = async (tx: Tx, sketches: readonly OldSketch[]): Promise<void> => {
  if (sketches.length === 0) return;
  const prints = sketches.map(({ print }) => packPrint(print));
  let from = 1;
  const rows = sketches.map(({ itemId }, i) => {
    const row = { item_id: itemId, print_from: from, print_bytes: prints[i]?.length ?? 0 };
    from += row.print_bytes;
    return row;
  });
  await tx.query(updatePrints, [JSON.stringify(rows), Buffer.concat(prints)]);
};
