import type { CopyState } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

const columns = 'r.hold_id, r.copy_id, r.item_id, r.surface, r.place, r.subscriber_id, r.state, r.step, r.owed_at, r.looks';

const lockRecalls = `
select ${columns} from unnest($1::uuid[], $2::uuid[]) as t (copy_id, hold_id)
join recall r on r.copy_id = t.copy_id and (t.hold_id is null or r.hold_id = t.hold_id)
order by r.hold_id, r.copy_id for no key update of r`;

const takeUntold = `
select ${columns} from recall r where r.step = 0 order by r.owed_at limit $1 for no key update skip locked`;

const writeRecalls = `
update recall r set state = t.state, step = t.step, detail = t.detail, changed_at = $6, look_at = t.look_at
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $7::timestamptz[]) as t (hold_id, copy_id, state, step, detail, look_at)
where r.hold_id = t.hold_id and r.copy_id = t.copy_id`;

/** Due rows of some places: a page on which many articles stood is fetched once for all of them. Leased until $2. */
const takeToLook = `
with place as (
  select distinct place, surface from (select place, surface from recall where look_at <= $1 order by look_at limit $3) due
), taken as (
  select r.hold_id, r.copy_id from place join recall r using (place, surface) where r.look_at <= $1 limit $4 for no key update of r skip locked
)
update recall r set look_at = $2, looks = r.looks + 1 from taken where r.hold_id = taken.hold_id and r.copy_id = taken.copy_id
returning ${columns}`;

const takeRelease = `
select hold_id, released_to from hold_to_release order by lifted_at limit 1 for update skip locked`;
const takeToRelease = `
select ${columns} from recall r where r.hold_id = $1 and ($2::uuid is null or r.copy_id > $2) order by r.copy_id limit $3 for no key update`;
const noteReleased = 'update hold_to_release set released_to = $2 where hold_id = $1';
const endRelease = 'delete from hold_to_release where hold_id = $1';
const endRemovals = `
update delivery set state = 'superseded', finished_at = $2 where lane = 0 and hold_id = $1 and state in ('due', 'sending')`;

/** Three index probes, so that having nothing to do costs next to nothing. */
const anything = `
select exists (select from recall where step = 0) or exists (select from recall where look_at <= $1) or exists (select from hold_to_release) as anything`;

/** A copy under a hold, as it is. */
export interface RecallRow {
  readonly hold_id: string;
  readonly copy_id: string;
  readonly item_id: string;
  readonly surface: string;
  readonly place: string;
  readonly subscriber_id: string | null;
  readonly state: CopyState;
  readonly step: number;
  readonly owed_at: Date;
  readonly looks: number;
}

/** What is written of a recall; `lookAt` null where nobody looks by himself any more. */
export interface RecallChange {
  readonly row: RecallRow;
  readonly state: CopyState;
  readonly step: number;
  readonly detail: string | null;
  readonly lookAt: Date | null;
}

/** True where something is to be told, looked at or released. */
export const isAnythingToDo = async (source: DataSource, now: Date): Promise<boolean> => ((await source.query(anything, [now])) as { anything: boolean }[])[0]?.anything ?? false;

/** Recalls of these copies, under one hold or (null) under all, locked. */
export const lockRecallsOf = async (tx: Tx, copies: readonly { readonly copyId: string; readonly holdId: string | null }[]): Promise<RecallRow[]> =>
  copies.length === 0 ? [] : ((await tx.query(lockRecalls, [copies.map(({ copyId }) => copyId), copies.map(({ holdId }) => holdId)])) as RecallRow[]);

/** Recalls of which nobody was told yet, oldest first, locked; other replicas take others. */
export const takeUntoldRecalls = async (tx: Tx, limit: number): Promise<RecallRow[]> => (await tx.query(takeUntold, [limit])) as RecallRow[];

/** Recalls whose places are to be looked at now, held for the caller until `leaseUntil`. */
export const takeRecallsToLook = async (tx: Tx, now: Date, leaseUntil: Date, limits: { readonly places: number; readonly rows: number }): Promise<RecallRow[]> => {
  const [rows] = (await tx.query(takeToLook, [now, leaseUntil, limits.places, limits.rows])) as [RecallRow[], number];
  return rows;
};

export const writeRecallChanges = async (tx: Tx, changes: readonly RecallChange[], now: Date): Promise<void> => {
  if (changes.length === 0) return;
  await tx.query(writeRecalls, [
    changes.map(({ row }) => row.hold_id),
    changes.map(({ row }) => row.copy_id),
    changes.map(({ state }) => state),
    changes.map(({ step }) => step),
    changes.map(({ detail }) => detail),
    now,
    changes.map(({ lookAt }) => lookAt),
  ]);
};

/** The next recalls of a lifted hold; undefined where none is left of any hold. */
export const takeRecallsToRelease = async (tx: Tx, limit: number, now: Date): Promise<{ holdId: string; rows: RecallRow[] } | undefined> => {
  const [release] = (await tx.query(takeRelease)) as { hold_id: string; released_to: string | null }[];
  if (!release) return undefined;
  const { hold_id: holdId, released_to: after } = release;
  if (after === null) await tx.query(endRemovals, [holdId, now]);
  const rows = (await tx.query(takeToRelease, [holdId, after, limit])) as RecallRow[];
  if (rows.length < limit) await tx.query(endRelease, [holdId]);
  else await tx.query(noteReleased, [holdId, rows.at(-1)?.copy_id]);
  return { holdId, rows };
};
