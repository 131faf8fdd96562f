import type { Article, Warning } from '@wiredesk/content';
import { inTransaction } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { lockHeld } from './item.store.js';
import { planPushes, type ItemOutcome } from './plan.decide.js';
import type { Push } from './push.js';

/** What a push would do, and how it was read. */
export interface Preview {
  readonly format: string | null;
  readonly charset: string | null;
  readonly warnings: readonly Warning[];
  readonly items: readonly (ItemOutcome & { readonly article?: Article })[];
}

/** Decides a push against what is held, and writes nothing. An item that does not exist yet is shown without an id. */
export const previewPush = async (dataSource: DataSource, push: Push): Promise<Preview> => {
  const names = push.items.flatMap((item) => (item.kind === 'refused' ? [] : [{ sourceId: push.sourceId, guid: item.guid }]));
  const held = await inTransaction(dataSource, (tx) => lockHeld(tx, names));
  const existing = new Set([...held.values()].map((item) => item.itemId));
  const [outcomes = []] = planPushes([push], held, uuidv7).outcomes;
  return {
    format: push.format,
    charset: push.charset,
    warnings: push.warnings,
    items: outcomes.map((outcome, i) => {
      const item = push.items[i];
      return {
        ...outcome,
        itemId: outcome.itemId !== null && existing.has(outcome.itemId) ? outcome.itemId : null,
        ...(item?.kind === 'article' ? { article: item.article } : {}),
      };
    }),
  };
};
