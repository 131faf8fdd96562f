import type { HoldScope } from '@wiredesk/contracts';
import { HoldIndex, itemNames, type Use } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

import { holdsNamed } from '../hold-ledger/ledger.store.js';
import type { NearItem } from './decide.js';

const columns = `
item.item_id as "itemId", item.source_id as "sourceId", language, url, story_id as "storyId", relation, coalesce(canonical, false) as canonical,
standing = 'usable' and answer like '{"kind":"cleared"%' as cleared, shown_item.item_id is not null as shown, first_received_at as "firstReceivedAt", url_key as "urlKey"`;
const joined = 'item left join item_story using (item_id) left join shown_item using (item_id)';
const selectOfScope: Readonly<Record<HoldScope['kind'], string>> = {
  item: `select ${columns} from ${joined} where item.item_id = $1::uuid limit $2`,
  // Only copies of the story's text: related and derived ones are never covered.
  story: `select ${columns} from ${joined} where story_id = $1::uuid and relation in ('original', 'reprint', 'revision', 'excerpt') order by first_received_at limit $2`,
  source: `select ${columns} from ${joined} where item.source_id = $1 order by item.item_id limit $2`,
  url: `select ${columns} from ${joined} where url_key = $1 order by first_received_at limit $2`,
};
const selectBeside = `select ${columns} from ${joined} where story_id = any($1::uuid[]) and item.item_id <> all($2::uuid[]) order by first_received_at limit $3`;

/** Items that one preview looks at. */
export const itemsLookedAtMax = 10_000;
const besideMax = 500;

type Row = Omit<NearItem, 'held' | 'firstReceivedAt'> & { readonly firstReceivedAt: Date; readonly urlKey: string | null };

const valueOf = (scope: HoldScope, urlKeyOfScope: string): string => {
  switch (scope.kind) {
    case 'item':
      return scope.itemId;
    case 'story':
      return scope.storyId;
    case 'source':
      return scope.sourceId;
    case 'url':
      return urlKeyOfScope;
  }
};

/** Items that a scope covers, and the others of their stories. `urlKeyOfScope` is the key of an url scope. */
export const itemsNear = async (dataSource: DataSource, scope: HoldScope, urlKeyOfScope: string): Promise<{ reached: NearItem[]; beside: NearItem[] }> => {
  const rows = (await dataSource.query(selectOfScope[scope.kind], [valueOf(scope, urlKeyOfScope), itemsLookedAtMax])) as Row[];
  const stories = [...new Set(rows.flatMap(({ storyId }) => (storyId === null ? [] : [storyId])))];
  const beside = stories.length === 0 ? [] : ((await dataSource.query(selectBeside, [stories, rows.map(({ itemId }) => itemId), besideMax])) as Row[]);
  const held = await heldAmong(dataSource, [...rows, ...beside]);
  const near = ({ urlKey: _key, ...row }: Row): NearItem => ({ ...row, held: held.has(row.itemId), firstReceivedAt: row.firstReceivedAt.toISOString() });
  return { reached: rows.map(near), beside: beside.map(near) };
};

const useOf = (row: Row): Use => ({
  itemId: row.itemId, sourceId: row.sourceId, storyId: row.storyId, relation: row.relation, urlKeys: row.urlKey === null ? [] : [row.urlKey], channel: 'portal', territory: '*', atMs: 0,
});

const heldAmong = async (dataSource: DataSource, rows: readonly Row[]): Promise<Set<string>> => {
  const index = new HoldIndex();
  for (const { hold } of await holdsNamed(dataSource, [...new Set(rows.flatMap((row) => itemNames(useOf(row))))])) index.apply(hold);
  return new Set(rows.filter((row) => index.covering(useOf(row)).length > 0).map(({ itemId }) => itemId));
};
