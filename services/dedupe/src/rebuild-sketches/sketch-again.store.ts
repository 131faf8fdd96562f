import type { Tx } from '@wiredesk/persistence';

import { packPrint, type Print } from '../placing/print-codec.js';

/** A sketch as it is made now. */
export interface SketchedAgain {
  readonly itemId: string;
  /** As stored: with the fortnight in front. */
  readonly keys: readonly number[];
  readonly print: Print;
}

/**
 * Unqualified, the table is the shadow's. Keys that the present sketch does not have because very many texts have them
 * are left out again.
 */
const upsertSketches = `
insert into sketch (item_id, keys, print)
select r.item_id, case when live.keys <@ r.keys and cardinality(live.keys) > 0 then live.keys else r.keys end, substring($2::bytea from r.print_from for r.print_bytes)
from json_to_recordset($1) as r (item_id uuid, keys bigint[], print_from int, print_bytes int) left join dedupe.sketch live on live.item_id = r.item_id
on conflict (item_id) do update set keys = excluded.keys, print = excluded.print`;

/** Of texts that are gone only the sketch is left. */
const copySketches = `
insert into sketch (item_id, keys, print) select item_id, keys, print from dedupe.sketch where item_id = any($1::uuid[]) order by item_id
on conflict (item_id) do nothing`;

export const writeSketches = async (tx: Tx, sketches: readonly SketchedAgain[]): Promise<void> => {
  if (sketches.length === 0) return;
  const prints = sketches.map(({ print }) => packPrint(print));
  let from = 1;
  const rows = sketches.map(({ itemId, keys }, i) => {
    const row = { item_id: itemId, keys: `{${keys.join(',')}}`, print_from: from, print_bytes: prints[i]?.length ?? 0 };
    from += row.print_bytes;
    return row;
  });
  await tx.query(upsertSketches, [JSON.stringify(rows), Buffer.concat(prints)]);
};

export const keepSketches = async (tx: Tx, itemIds: readonly string[]): Promise<void> => {
  if (itemIds.length > 0) await tx.query(copySketches, [itemIds]);
};
