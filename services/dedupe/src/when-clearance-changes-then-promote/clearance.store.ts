import { prepared, type Tx } from '@wiredesk/persistence';

import { clearanceOf } from '../placing/lookup.store.js';
import type { Clearance } from '../placing/permitted.decide.js';
import type { Answer } from './clearance.decide.js';

/** The part of the statement that reads sees the rows as they were before it. */
const upsertClearances = `
with incoming as (
  select * from unnest($1::uuid[], $2::int[], $3::boolean[], $4::timestamptz[], $5::timestamptz[]) as i (item_id, clearance, allowed, usable_from, usable_until)
), stored as (
  insert into clearance as known (item_id, clearance, allowed, usable_from, usable_until) select * from incoming
  on conflict (item_id) do update set clearance = excluded.clearance, allowed = excluded.allowed, usable_from = excluded.usable_from, usable_until = excluded.usable_until
  where known.clearance < excluded.clearance
  returning item_id
)
select stored.item_id, before.item_id is not null as known, before.allowed, before.usable_from, before.usable_until
from stored left join clearance before using (item_id)`;

interface Row {
  readonly item_id: string;
  readonly known: boolean;
  readonly allowed: boolean | null;
  readonly usable_from: Date | number | null;
  readonly usable_until: Date | number | null;
}

const moment = (ms: number | null): string | null => (ms === null ? null : Number.isFinite(ms) ? new Date(ms).toISOString() : 'infinity');

/** Stores answers (each item once, sorted); returns what was known before of those that were new. */
export const noteClearances = async (tx: Tx, answers: readonly Answer[]): Promise<Map<string, Clearance | null>> => {
  const rows = await prepared<Row>(tx, upsertClearances, [
    answers.map((answer) => answer.itemId),
    answers.map((answer) => answer.clearance),
    answers.map((answer) => answer.allowed),
    answers.map((answer) => moment(answer.fromMs)),
    answers.map((answer) => moment(answer.untilMs)),
  ]);
  return new Map(rows.map((row) => [row.item_id, row.known ? clearanceOf(row) : null]));
};
