import type { DataSource } from 'typeorm';

/** Dead letters of one topic that failed in the same way. */
export interface LetterGroup {
  readonly topic: string;
  readonly type: string | null;
  /** The reason with ids and numbers left out: what the letters have in common. */
  readonly pattern: string;
  readonly count: number;
  /** Messages that wait behind them. */
  readonly parked: number;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
  /** Of the last one that failed. */
  readonly reason: string;
  /** Oldest first, 500 at most: as many as one call redrives. */
  readonly ids: readonly string[];
}

/** A dead letter with all that is kept of it. */
export interface WholeLetter {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly error: string | null;
  readonly attempts: number;
  readonly failedAt: Date;
  readonly discardedAt: Date | null;
  readonly discardedBy: string | null;
  readonly discardReason: string | null;
  readonly parkedBehind: number;
}

const groupsMax = 200;
const patternOf = `left(regexp_replace(regexp_replace(d.reason, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '…', 'gi'), '\\m[0-9]+', '…', 'g'), 300)`;
/** Parked messages are counted once per key, since all letters of a key hold the same ones. */
const selectGroups = `
with letter as (
  select d.*, ${patternOf} as pattern from dead_letter d where d.discarded_at is null
)
select topic, type, pattern, count(*)::int as count, min(failed_at) as "firstFailedAt", max(failed_at) as "lastFailedAt",
  (array_agg(reason order by failed_at desc))[1] as reason, (array_agg(id order by failed_at, id))[1:500] as ids,
  (select count(*)::int from parked_message p where p.topic = letter.topic and p.key = any(array_agg(distinct letter.key))) as parked
from letter group by topic, type, pattern order by max(failed_at) desc limit ${groupsMax}`;

const selectLetter = `
select d.id, d.topic, d.partition, d."offset", d.key, d.event_id as "eventId", d.type, d.value, d.headers, d.reason, d.error, d.attempts, d.failed_at as "failedAt",
  d.discarded_at as "discardedAt", d.discarded_by as "discardedBy", d.discard_reason as "discardReason",
  (select count(*)::int from parked_message p where p.topic = d.topic and p.key = d.key) as "parkedBehind"
from dead_letter d where d.id = $1`;

/** What could not be handled, by topic and by what went wrong; the last failure first, 200 groups at most. */
export const groupLetters = async (dataSource: DataSource): Promise<LetterGroup[]> => (await dataSource.query(selectGroups)) as LetterGroup[];

/** One dead letter, given up or not; undefined where there is none of this id. */
export const readLetter = async (dataSource: DataSource, id: string): Promise<WholeLetter | undefined> => ((await dataSource.query(selectLetter, [id])) as WholeLetter[])[0];
