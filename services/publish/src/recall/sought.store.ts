import type { DataSource } from 'typeorm';

const sought = 'select item_id, title from article where item_id = any($1::uuid[])';
/** Reads the table: asked only where a title was found on a page that must not have it. */
const shared = `select exists (select from article where title = $2 and state = 'live' and item_id <> $1) as shared`;

/** By what an article would be known on a page. */
export interface SoughtRow {
  readonly item_id: string;
  readonly title: string | null;
}

export const soughtArticles = async (source: DataSource, itemIds: readonly string[]): Promise<Map<string, SoughtRow>> => {
  const rows = (await source.query(sought, [[...new Set(itemIds)]])) as SoughtRow[];
  return new Map(rows.map((row) => [row.item_id, row]));
};

/** True where another article that is live has this very title. */
export const isTitleShared = async (source: DataSource, itemId: string, title: string): Promise<boolean> => ((await source.query(shared, [itemId, title])) as { shared: boolean }[])[0]?.shared ?? false;
