import type { Relation } from '@wiredesk/contracts';
import type { DataSource } from 'typeorm';

import type { DecidedBy, Note } from '../placing/facts.js';

const columns = `item.item_id, source_id, guid, revision, withdrawn_revision > revision as withdrawn, published_from, story_id, relation, related_to, j, c,
  decided_by, canonical_item_id, placement, placed_at, suspicion, template, pinned, notes, clearance.allowed`;

const selectItem = `
select ${columns} from item left join clearance using (item_id) where item.item_id = $1 and story_id is not null`;

const selectStory = `
select ${columns} from item left join clearance using (item_id) where story_id = $1
order by published_from, item.item_id limit $2`;

/** Item ids are time-ordered, so a reader that goes on from its last cursor gets the new items; not the moved ones. */
const selectAfter = `
select ${columns} from item left join clearance using (item_id) where item.item_id > $1 and story_id is not null
order by item.item_id limit $2`;

/** Stories may move more than once. */
const selectMoved = `
with recursive way as (
  select into_story_id, 1 as steps from moved_story where story_id = $1
  union all
  select moved_story.into_story_id, way.steps + 1 from way join moved_story on moved_story.story_id = way.into_story_id where way.steps < 20
) select into_story_id from way order by steps desc limit 1`;

export interface PlacementRow {
  readonly item_id: string;
  readonly source_id: string;
  readonly guid: string;
  readonly revision: number;
  readonly withdrawn: boolean;
  readonly published_from: Date;
  readonly story_id: string;
  readonly relation: Relation;
  readonly related_to: string | null;
  readonly j: number;
  readonly c: number;
  readonly decided_by: DecidedBy;
  readonly canonical_item_id: string;
  readonly placement: number;
  readonly placed_at: Date;
  readonly suspicion: string | null;
  readonly template: boolean;
  readonly pinned: boolean;
  readonly notes: readonly Note[];
  readonly allowed: boolean | null;
}

export const readPlacement = async (dataSource: DataSource, itemId: string): Promise<PlacementRow | undefined> => ((await dataSource.query(selectItem, [itemId])) as PlacementRow[])[0];

/** Members of a story in the order of time, at most `most`. */
export const readStory = async (dataSource: DataSource, storyId: string, most: number): Promise<PlacementRow[]> => (await dataSource.query(selectStory, [storyId, most])) as PlacementRow[];

export const readPlacementsAfter = async (dataSource: DataSource, itemId: string, most: number): Promise<PlacementRow[]> => (await dataSource.query(selectAfter, [itemId, most])) as PlacementRow[];

/** Where the items of a story that is no more went; undefined where it never moved. */
export const readMovedInto = async (dataSource: DataSource, storyId: string): Promise<string | undefined> =>
  ((await dataSource.query(selectMoved, [storyId])) as { into_story_id: string }[])[0]?.into_story_id;
