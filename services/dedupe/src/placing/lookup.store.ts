import { prepared, sendPlanned, type Tx } from '@wiredesk/persistence';

import { hitsMax, type Hit } from './candidates.decide.js';
import { uuidToHash } from './hash-column.js';
import type { Clearance } from './permitted.decide.js';
import { printHeadBytes, unpackKeys } from './print-codec.js';

/**
 * Placing is one at a time across all replicas: two copies that are placed at the same moment must see each other, and
 * no set of finer locks (on the smallest keys, say) meets for every pair that should join; a half-length copy misses
 * one of its original's four smallest keys in one of sixteen cases. Reading and sketching, two thirds of the work, run
 * outside; what is inside takes some 10 ms per chunk. Released at the end of the transaction.
 *
 * The planner takes `&&` to match half a percent of all rows. It would read the whole table for it (157 to 610 ms
 * instead of 0.4), and then hash the whole table to join what it found: every plan here is index look-ups in loops. They
 * look so dear to it that it would compile them, which takes longer than running them.
 */
const takeTurn = `
select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
  set_config('jit', 'off', true), pg_advisory_xact_lock(hashtextextended('wiredesk.dedupe.place', 0))`;

/** Equal texts that are looked at; a new copy belongs to the oldest of them, and those are the first in the table. */
const equalMax = 64;

/**
 * One round trip for all that a chunk asks: who shares keys or a hash with it, what is known of its own items (role
 * `self`), what rights said before, whether any text is held (`guarded`) and which of the items a hold names.
 */
export const lookUpStatement = `
with wanted as (
  select keys::bigint[] as keys from unnest($1::text[]) as w (keys)
), found as (
  select 'hit' as role, hit.item_id from wanted
  cross join lateral (select sketch.item_id from sketch where sketch.keys && wanted.keys limit ${hitsMax}) hit
  union
  select 'hit', same.item_id from unnest($2::uuid[]) as wanted_hash (clean_hash)
  cross join lateral (select item.item_id from item where item.clean_hash = wanted_hash.clean_hash and item.family_id is not null limit ${equalMax}) same
  union
  select 'self', item.item_id from item where item.item_id = any($3::uuid[])
)
select found.role, item.item_id, item.revision, item.withdrawn_revision, item.family_id,
  item.clean_hash, item.published_from, substring(sketch.print from 1 for ${printHeadBytes}) as head,
  null::boolean as allowed, null::timestamptz as usable_from, null::timestamptz as usable_until
from found join item using (item_id) left join sketch using (item_id)
union all
select 'clearance', item_id, 0, 0, null, null, null, null, allowed, usable_from, usable_until
from clearance where item_id = any($3::uuid[])
union all
select 'guarded', hold_id, 0, 0, null, null, null, null, null, null, null
from (select hold_id from held_text where lifted_at is null limit 1) any_held
union all
select 'holding', hold_id, 0, 0, null, null, null, null, null, null, null
from (select hold_id from held_story where not lifted limit 1) any_hold
union all
select 'named', item_id, (story_id is not null)::int, 0, hold_id, null, null, null, null, null, null
from held_story where item_id = any($3::uuid[]) and guards and not lifted`;

interface Row {
  readonly role: 'hit' | 'self' | 'clearance' | 'guarded' | 'holding' | 'named';
  readonly item_id: string;
  readonly revision: number;
  readonly withdrawn_revision: number;
  readonly family_id: string | null;
  readonly clean_hash: string | null;
  readonly published_from: Date | null;
  readonly head: Buffer | null;
  readonly allowed: boolean | null;
  readonly usable_from: Date | number | null;
  readonly usable_until: Date | number | null;
}

/** An item that a look-up found, before it is loaded. */
export interface Found extends Hit {
  readonly revision: number;
  readonly withdrawnRevision: number;
  readonly familyId: string | null;
  readonly publishedMs: number;
}

export interface LookUp {
  readonly hits: readonly Found[];
  readonly self: ReadonlyMap<string, Found>;
  readonly clearances: ReadonlyMap<string, Clearance>;
  /** Some text is held: what arrives has to be looked up in the stay-down index. */
  readonly guarded: boolean;
  /** Some story is under a hold. */
  readonly holding: boolean;
  /** Items of the chunk whose hold came before them, with the hold. */
  readonly named: readonly { readonly itemId: string; readonly holdId: string; readonly spreads: boolean }[];
}

/** What is looked up, per item: the keys of its weeks, and its hash. */
export interface Wanted {
  readonly itemId: string;
  readonly keys: readonly number[];
  readonly cleanHash: string;
}

/** Waits, before whatever is asked next, for the turn to place. Everything read before may be out of date. */
export const takePlacingTurn = (tx: Tx): void => {
  sendPlanned(tx, takeTurn, []);
};

/** Looks up a chunk; `itemIds` are its own items. Call after `takePlacingTurn`. */
export const lookUp = async (tx: Tx, wanted: readonly Wanted[], itemIds: readonly string[]): Promise<LookUp> => {
  const hashes = [...new Set(wanted.map((one) => one.cleanHash).filter((hash) => hash !== ''))];
  const rows = await prepared<Row>(tx, lookUpStatement, [wanted.map((one) => arrayText(one.keys)), hashes, itemIds]);
  const inRole = (role: Row['role']): Found[] => rows.filter((row) => row.role === role).map(foundOf);
  return {
    hits: inRole('hit').filter((found) => found.familyId !== null),
    self: new Map(inRole('self').map((found) => [found.itemId, found])),
    guarded: rows.some((row) => row.role === 'guarded'),
    holding: rows.some((row) => row.role === 'holding'),
    named: rows.filter((row) => row.role === 'named').map((row) => ({ itemId: row.item_id, holdId: row.family_id ?? '', spreads: row.revision === 1 })),
    clearances: new Map(rows.filter((row) => row.role === 'clearance').map((row) => [row.item_id, clearanceOf(row)])),
  };
};

/** An array as the database reads it. The driver's own way escapes each number by itself, a fifth of this process's work. */
const arrayText = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

const foundOf = (row: Row): Found => ({
  itemId: row.item_id,
  revision: row.revision,
  withdrawnRevision: row.withdrawn_revision,
  familyId: row.family_id,
  cleanHash: uuidToHash(row.clean_hash),
  publishedMs: row.published_from?.getTime() ?? 0,
  keys: row.head ? unpackKeys(row.head) : new Uint32Array(0),
});

export const clearanceOf = (row: { readonly allowed: boolean | null; readonly usable_from: Date | number | null; readonly usable_until: Date | number | null }): Clearance => ({
  allowed: row.allowed === true,
  // The driver gives `infinity` as a number.
  fromMs: row.usable_from === null ? null : Number(row.usable_from),
  untilMs: row.usable_until === null ? null : Number(row.usable_until),
});
