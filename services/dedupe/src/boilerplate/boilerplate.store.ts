import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { hashToUuid, uuidToHash } from '../placing/hash-column.js';

/** One replica learns at a time; another that comes meanwhile lets it be. */
const takeTurn = `select pg_try_advisory_xact_lock(hashtextextended('wiredesk.dedupe.boilerplate', 0)) as mine`;

/** The newest items; ids are ordered by time, so this reads the end of the primary key. */
const selectNewest = `
select item_id as "itemId", revision, source_id as "sourceId", story_id as "storyId", title_hash as "titleHash"
from item where revision > 0 and suspicion is null order by item_id desc limit $1`;

const upsert = `
insert into source_boilerplate as known (source_id, paragraph, stories, learned_at)
select source_id, paragraph, stories, $2 from json_to_recordset($1) as r (source_id text, paragraph uuid, stories int)
on conflict (source_id, paragraph) do update set stories = greatest(known.stories, excluded.stories)`;

const selectSince = `
select source_id, paragraph, learned_at from source_boilerplate where learned_at > $1 order by learned_at limit $2`;

export interface NewestItem {
  readonly itemId: string;
  readonly revision: number;
  readonly sourceId: string;
  readonly storyId: string;
  readonly titleHash: string | null;
}

export const takeLearningTurn = async (tx: Tx): Promise<boolean> => ((await tx.query(takeTurn)) as { mine: boolean }[])[0]?.mine === true;

export const readNewestItems = async (source: Tx | DataSource, most: number): Promise<NewestItem[]> => (await source.query(selectNewest, [most])) as NewestItem[];

export interface Learned {
  readonly sourceId: string;
  readonly paragraph: string;
  readonly stories: number;
}

export const noteBoilerplate = async (tx: Tx, learned: readonly Learned[], now: Date): Promise<void> => {
  if (learned.length === 0) return;
  const rows = learned.map(({ sourceId, paragraph, stories }) => ({ source_id: sourceId, paragraph: hashToUuid(paragraph), stories }));
  await tx.query(upsert, [JSON.stringify(rows), now]);
};

/** Paragraphs learned after a moment, the oldest first. */
export const readLearnedSince = async (source: DataSource | Tx, since: Date, most: number): Promise<{ sourceId: string; paragraph: string; learnedAt: Date }[]> => {
  const rows = (await source.query(selectSince, [since, most])) as { source_id: string; paragraph: string; learned_at: Date }[];
  return rows.map((row) => ({ sourceId: row.source_id, paragraph: uuidToHash(row.paragraph), learnedAt: row.learned_at }));
};
