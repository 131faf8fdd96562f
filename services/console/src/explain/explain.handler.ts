import { Inject, Injectable } from '@nestjs/common';
import type { EventData, EventType } from '@wiredesk/contracts';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import { itemNames, urlKey, type Hold } from '@wiredesk/usage-terms';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';
import { explain, type Explanation, type Facts } from './decide.js';
import { gistOf } from './gist.js';
import { findItem, findItemsBy, holdsOf, momentsOfItem, type ItemRow, type MomentRow } from './explain.store.js';

/** One line of an item's history. */
export interface TimelineEntry {
  readonly at: string;
  readonly type: string;
  /** What matters of it, in a few words. */
  readonly gist: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Explained extends Explanation {
  readonly itemId: string;
  readonly sourceId: string | null;
  readonly guid: string | null;
  readonly storyId: string | null;
  readonly url: string;
  /** What the portal answers for its page at this moment; null where it cannot be asked. */
  readonly portalStatus: number | null;
  readonly timeline: readonly TimelineEntry[];
  /** Other items known by the same URL or guid. */
  readonly others: readonly string[];
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const portalTimeoutMs = 2_000;

/** Why is this (not) live? One timeline over everything that was said of an item, and one sentence. */
@Injectable()
export class ExplainItem {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By item id, by a URL of ours, by the upstream's URL or by its guid. Throws problem 404 where nothing is known by it. */
  async explain(asked: string): Promise<Explained> {
    const [item, ...others] = await this.find(asked.trim());
    if (!item) throw problem(404, 'item-unknown', 'Nothing is known by this id or URL. Give an item id, the address of its page here, the upstream\'s URL or its guid.');
    const moments = await momentsOfItem(this.dataSource, item.item_id);
    const holds = await holdsOf(this.dataSource, itemNames({ itemId: item.item_id, sourceId: item.source_id, storyId: item.story_id, urlKeys: this.urlKeysOf(item) }));
    const explanation = explain(factsOf(moments, holds), { territory: this.config.PORTAL_TERRITORY, portalUrl: this.config.PORTAL_PUBLIC_URL }, this.clock.now().getTime());
    return {
      ...explanation,
      itemId: item.item_id,
      sourceId: item.source_id,
      guid: item.guid,
      storyId: item.story_id,
      url: `${this.config.PORTAL_PUBLIC_URL}/articles/${item.item_id}`,
      portalStatus: await this.askPortal(item.item_id),
      timeline: [...moments.map(entryOf), ...holds.flatMap(holdEntries)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
      others: others.map((other) => other.item_id),
    };
  }

  private async find(asked: string): Promise<ItemRow[]> {
    const id = uuid.exec(asked)?.[0]?.toLowerCase();
    const isOurs = id !== undefined && (asked.length === id.length || /\/articles\//.test(asked));
    const own = isOurs ? await findItem(this.dataSource, id) : undefined;
    return own ? [own] : findItemsBy(this.dataSource, urlKey(asked) ?? null, asked.slice(0, 400));
  }

  private urlKeysOf(item: ItemRow): string[] {
    return [urlKey(`${this.config.PORTAL_PUBLIC_URL}/articles/${item.item_id}`), item.url_key].filter((key) => typeof key === 'string');
  }

  private async askPortal(itemId: string): Promise<number | null> {
    try {
      const answer = await fetch(`${this.config.PUBLISH_URL}/articles/${itemId}`, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(portalTimeoutMs) });
      return answer.status;
    } catch {
      // Not knowing is an answer here: the page says that the portal could not be asked.
      return null;
    }
  }
}

const entry = (at: string, type: string, data: Readonly<Record<string, unknown>>): TimelineEntry => ({ at, type, gist: gistOf(type, data), data });
const entryOf = (row: MomentRow): TimelineEntry => entry(row.at.toISOString(), row.type, JSON.parse(row.data) as Record<string, unknown>);

const holdEntries = (hold: Hold): TimelineEntry[] => {
  const { holdId, seq, scope, reasonCode, caseNumber, placedBy } = hold;
  const data = { holdId, seq, class: hold.class, scope, reasonCode, caseNumber, placedBy };
  return [entry(hold.placedAt, 'hold.placed', data), ...(hold.lift === null ? [] : [entry(hold.lift.at, 'hold.lifted', { holdId, ...hold.lift })])];
};

/** The greatest of each kind by its own counter: the order of arrival does not count. */
const factsOf = (moments: readonly MomentRow[], holds: readonly Hold[]): Facts => {
  const greatest = <T extends EventType>(types: readonly T[], counter: string): { type: T; data: EventData<T> } | undefined => {
    let best: { type: T; data: EventData<T>; counter: number } | undefined;
    for (const row of moments) {
      if (!types.includes(row.type as T)) continue;
      const data = JSON.parse(row.data) as EventData<T>;
      const value = Number((data as Readonly<Record<string, unknown>>)[counter]);
      if (!best || value > best.counter) best = { type: row.type as T, data, counter: value };
    }
    return best;
  };
  const publication = greatest(['article.published', 'article.updated', 'article.taken_down', 'article.restored'], 'publication');
  return {
    received: greatest(['item.received'], 'revision')?.data,
    withdrawn: greatest(['item.withdrawn'], 'revision')?.data,
    placed: greatest(['item.placed'], 'placement')?.data,
    clearance: greatest(['item.cleared', 'item.refused'], 'clearance')?.data,
    holds,
    publication: publication && { type: publication.type, publication: publication.data.publication, at: publication.data.at, url: publication.data.url },
  };
};
