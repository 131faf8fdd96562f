import { bodyKey, getBodies, type StoredBody } from '@wiredesk/content-store';
import type { DataSource } from 'typeorm';

import type { ArticleRow } from '../../board/article.js';
import { listColumns, type ListRow } from '../show-lists/list.store.js';

/** A row with what decides about its page. */
export type PageRow = ListRow & Pick<ArticleRow, 'state' | 'down_cause' | 'down_status' | 'down_hold_id' | 'canonical_item_id' | 'erased'>;

const byId = `
select ${listColumns}, a.state, a.down_cause, a.down_status, a.down_hold_id, a.canonical_item_id, a.erased from article a where a.item_id = $1`;

/** One article, whatever its state; undefined for an unknown id. */
export const readPageRow = async (source: DataSource, itemId: string): Promise<PageRow | undefined> => ((await source.query(byId, [itemId])) as PageRow[])[0];

/** The body that is public of an article; undefined where the store does not have it. */
export const readShownBody = async (source: DataSource, row: Pick<PageRow, 'item_id' | 'shown_revision'>): Promise<StoredBody | undefined> => {
  const id = { itemId: row.item_id, revision: row.shown_revision };
  return (await getBodies(source, [id])).get(bodyKey(id));
};
