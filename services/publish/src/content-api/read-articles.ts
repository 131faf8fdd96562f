import { Inject, Injectable } from '@nestjs/common';
import type { Article } from '@wiredesk/content';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import { articleJson } from '../portal/show-article/article-json.js';
import type { PageRow } from '../portal/show-article/article.store.js';
import { viewOf } from '../portal/show-article/article-view.js';
import type { PublishConfig } from '../publish.config.js';
import type { KeyFilter } from './api-key.js';
import { positionOf, positionText, type ArticlesQuery, type Position } from './articles-query.js';
import { readChanges, readLive } from './articles.store.js';

export interface ArticlesAnswer {
  readonly articles: readonly Record<string, unknown>[];
  /** Null at the end of what is live; among changes always a position to ask again from. */
  readonly next: string | null;
}

/** A change is dated before it is committed; until this has passed a slower transaction may still put one before it. */
const settledAfterMs = 2_000;

/** The content API: what is live, or what changed; each article is asked of the gate (channel api) as the answer is made. */
@Injectable()
export class ReadArticles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(query: ArticlesQuery, filter: KeyFilter): Promise<ArticlesAnswer> {
    this.gate.assertFresh();
    const position = positionOf(query);
    const ofChanges = position?.list === 'changes';
    const until = new Date(this.clock.now().getTime() - settledAfterMs);
    const rows = ofChanges ? await readChanges(this.dataSource, position, until, query.limit, query, filter) : await readLive(this.dataSource, position, query.limit, query, filter);
    const bodies = await getBodies(this.dataSource, rows.filter((row) => row.state === 'live').map((row) => ({ itemId: row.item_id, revision: row.shown_revision })));
    this.gate.assertFresh();
    // Nothing waits from here on: what the gate says is what is answered.
    const articles = rows.flatMap((row): Record<string, unknown>[] => {
      const article = bodies.get(bodyKey({ itemId: row.item_id, revision: row.shown_revision }))?.article;
      if (article && row.state === 'live' && this.gate.permits(row, 'api')) return [this.articleOf(row, article, query.fields === 'full')];
      return ofChanges ? [removedOf(row)] : [];
    });
    return { articles, next: nextOf(rows, query.limit, position, ofChanges) };
  }

  private articleOf(row: PageRow, article: Article, isFull: boolean): Record<string, unknown> {
    const { PORTAL_TIME_ZONE: timeZone, PORTAL_PUBLIC_URL: portalUrl, RIGHTS_PUBLIC_URL: rightsUrl, PORTAL_LANGUAGE: language } = this.config;
    const whole = { status: 'usable', ...articleJson(row, article, viewOf(row, article, 0, { language, timeZone, portalUrl, rightsUrl })) };
    if (isFull) return whole;
    const { bodyHtml: _html, bodyText: _text, ...head } = whole as Record<string, unknown>;
    return head;
  }
}

/** No content: whoever has a copy is to delete it. */
const removedOf = (row: PageRow): Record<string, unknown> => ({
  status: 'removed',
  itemId: row.item_id,
  publication: row.state === 'live' ? row.publication + 1 : row.publication,
  updatedAt: row.changed_at?.toISOString() ?? null,
});

const nextOf = (rows: readonly PageRow[], limit: number, position: Position | undefined, ofChanges: boolean): string | null => {
  const last = rows.at(-1);
  if (ofChanges) return last?.changed_at ? positionText({ list: 'changes', at: last.changed_at, itemId: last.item_id }) : position ? positionText(position) : null;
  return last?.sort_at && rows.length === limit ? positionText({ list: 'live', at: last.sort_at, itemId: last.item_id }) : null;
};
