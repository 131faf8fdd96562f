import { packHashes, unpackHashes } from '@wiredesk/fingerprints';
import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { hashToUuid } from '../placing/hash-column.js';
import type { Overlap } from './match.decide.js';

/** Rows of 128: an index entry leads to few fingerprints that do not matter. */
const printsPerRow = 128;
/** Held texts looked at for one incoming text. */
const overlapsMax = 100;

const insertTexts = `
insert into held_text (hold_id, item_id, spreads, case_number, clean_hash, fingerprints, numbers, held_at)
select * from json_to_recordset($1) as r (hold_id uuid, item_id uuid, spreads boolean, case_number text, clean_hash uuid, fingerprints int, numbers bytea, held_at timestamptz)
on conflict do nothing`;

const insertPrints = `
insert into held_print (hold_id, item_id, part, prints)
select * from json_to_recordset($1) as r (hold_id uuid, item_id uuid, part smallint, prints int[])
on conflict do nothing`;

const lift = 'update held_text set lifted_at = $2 where hold_id = any($1::uuid[]) and lifted_at is null';

/** Texts that a person let pass are left out here, so that nothing later can forget to ask. */
const selectOverlaps = `
with wanted as (
  select n, prints, clean_hash from json_to_recordset($1) as r (n int, prints int[], clean_hash uuid)
), shared as (
  select wanted.n, part.hold_id, part.item_id, sum(part.shared)::int as shared from wanted
  cross join lateral (
    select hold_id, item_id, (select count(*) from unnest(held_print.prints) as p where p = any(wanted.prints)) as shared
    from held_print where held_print.prints && wanted.prints limit ${overlapsMax * 4}
  ) part
  group by wanted.n, part.hold_id, part.item_id
), equal as (
  select wanted.n, held_text.hold_id, held_text.item_id from wanted join held_text using (clean_hash) where held_text.lifted_at is null
)
select n, hold_id as "holdId", item_id as "itemId", held_text.spreads, held_text.case_number as "caseNumber", equal.n is not null as equal,
  coalesce(shared.shared, 0) as shared, held_text.fingerprints as "heldFingerprints", held_text.numbers
from shared full join equal using (n, hold_id, item_id) join held_text using (hold_id, item_id) join wanted using (n)
where held_text.lifted_at is null and not exists (
  select from stay_down_exception e where e.clean_hash = wanted.clean_hash and e.ended_at is null and (e.hold_id is null or e.hold_id = held_text.hold_id)
)
order by coalesce(shared.shared, 0) desc limit ${overlapsMax * 10}`;

/** A text to keep down. */
export interface HeldText {
  readonly holdId: string;
  readonly itemId: string;
  readonly spreads: boolean;
  readonly caseNumber: string | null;
  readonly cleanHash: string;
  readonly prints: Uint32Array;
  readonly numbers: Uint32Array;
}

/** Signed, as the database has them, and as it reads an array. */
const toSigned = (prints: Uint32Array): string => `{${new Int32Array(prints.buffer, prints.byteOffset, prints.length).join(',')}}`;

/** Puts texts into the index; they count from the next look-up on. A repeat changes nothing. */
export const holdTexts = async (tx: Tx, texts: readonly HeldText[], now: Date): Promise<void> => {
  if (texts.length === 0) return;
  const rows = texts.map((text) => ({
    hold_id: text.holdId,
    item_id: text.itemId,
    spreads: text.spreads,
    case_number: text.caseNumber,
    clean_hash: hashToUuid(text.cleanHash),
    fingerprints: text.prints.length,
    numbers: `\\x${Buffer.from(packHashes(text.numbers)).toString('hex')}`,
    held_at: now.toISOString(),
  }));
  await tx.query(insertTexts, [JSON.stringify(rows)]);
  const parts = texts.flatMap(({ holdId, itemId, prints }) =>
    Array.from({ length: Math.ceil(prints.length / printsPerRow) }, (_, part) => ({
      hold_id: holdId,
      item_id: itemId,
      part,
      prints: toSigned(prints.subarray(part * printsPerRow, (part + 1) * printsPerRow)),
    })),
  );
  await tx.query(insertPrints, [JSON.stringify(parts)]);
};

export const liftTexts = async (tx: Tx, holdIds: readonly string[], now: Date): Promise<void> => {
  if (holdIds.length > 0) await tx.query(lift, [holdIds, now]);
};

/** What is looked up of an incoming text. */
export interface WantedText {
  readonly cleanHash: string;
  readonly prints: Uint32Array;
}

/** What each text has in common with what is held, in the order of the texts. */
export const readOverlaps = async (source: Tx | DataSource, wanted: readonly WantedText[]): Promise<Overlap[][]> => {
  if (wanted.length === 0) return [];
  const rows = (await source.query(selectOverlaps, [
    JSON.stringify(wanted.map((text, n) => ({ n, prints: toSigned(text.prints), clean_hash: hashToUuid(text.cleanHash) }))),
  ])) as (Omit<Overlap, 'heldNumbers'> & { n: number; numbers: Buffer })[];
  const overlaps: Overlap[][] = wanted.map(() => []);
  for (const { n, numbers, ...overlap } of rows) overlaps[n]?.push({ ...overlap, heldNumbers: unpackHashes(numbers) });
  return overlaps;
};
