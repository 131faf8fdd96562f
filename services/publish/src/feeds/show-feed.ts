import { Inject, Injectable } from '@nestjs/common';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import { AskedGate } from '../portal/page/asked-gate.js';
import { BoundedLru } from '../portal/page/bounded-lru.js';
import type { Recipe, Rendered } from '../portal/page/page-cache.js';
import { Page } from '../portal/page/page.js';
import { readNewest, readSpecial, type ListPlace, type ListRow } from '../portal/show-lists/list.store.js';
import { placeText } from '../portal/show-lists/place-in-list.js';
import type { PublishConfig } from '../publish.config.js';
import { atom } from './atom.js';
import { feedListLabel, feedListPagePath, feedListPath, type FeedList } from './feed-list.js';
import { updatedOf, type FeedFormat, type FeedHead, type Tombstone } from './feed.js';
import { jsonFeed } from './json-feed.js';
import { rss } from './rss.js';
import { readRemoved, type RemovedRow } from './tombstones.store.js';

export const feedFormats = { rss, atom, json: jsonFeed } as const;
export type FeedFormatName = keyof typeof feedFormats;

interface Loaded {
  readonly rows: readonly ListRow[];
  readonly removed: readonly RemovedRow[];
  /** Written entries by item id; one whose body is not in the store has none. */
  readonly written: ReadonlyMap<string, string>;
}

/** Read beyond what a page has, for what the gate leaves out before the database does. */
const spare = 20;
const tombstonesMax = 500;
const writtenMax = 20_000;
const writtenCharsMax = 48 * 1024 * 1024;
const hiddenMax = 20_000;
const dayMs = 86_400_000;
const cacheControl = 'public, max-age=60, stale-while-revalidate=30';

/** Feeds of all articles, of each category, source, language and story, in three formats. An entry is written once per publication of its article. */
@Injectable()
export class ShowFeed {
  private readonly written = new BoundedLru<string>(writtenMax, writtenCharsMax);
  /** Since when an entry is left out by the gate while its row still says live; its removal is dated by that. */
  private readonly hiddenSince = new BoundedLru<number>(hiddenMax, hiddenMax);

  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `after`: a later page (RFC 5005), which has no tombstones: they are on the first. */
  recipe(list: FeedList, format: FeedFormatName, after: ListPlace | undefined): Recipe<Loaded> {
    return {
      key: `feed|${format}|${feedListPath(list)}|${after ? `${after.sortAt.getTime()}-${after.itemId}` : ''}`,
      followsBoard: after === undefined,
      load: () => this.load(list, format, after),
      render: (loaded) => this.renderLoaded(list, format, after, loaded),
    };
  }

  private async load(list: FeedList, format: FeedFormatName, after: ListPlace | undefined): Promise<Loaded> {
    const since = new Date(this.clock.now().getTime() - this.config.FEED_TOMBSTONE_DAYS * dayMs);
    const [rows, removed] = await Promise.all([
      this.read(list, after),
      after === undefined ? readRemoved(this.dataSource, since, list, tombstonesMax) : [],
    ]);
    return { rows, removed, written: await this.write(rows, format) };
  }

  private read(list: FeedList, after: ListPlace | undefined): Promise<ListRow[]> {
    const limit = this.config.FEED_ENTRIES + spare;
    if (list.kind === 'all' || list.kind === 'category') return readNewest(this.dataSource, list.kind === 'all' ? undefined : list.value, after, limit);
    return readSpecial(this.dataSource, list, after, limit);
  }

  private async write(rows: readonly ListRow[], format: FeedFormatName): Promise<Map<string, string>> {
    const written = new Map<string, string>();
    const missing: ListRow[] = [];
    for (const row of rows) {
      const known = this.written.get(`${format}|${row.item_id}|${row.publication}`);
      if (known === undefined) missing.push(row);
      else written.set(row.item_id, known);
    }
    const bodies = await getBodies(this.dataSource, missing.map((row) => ({ itemId: row.item_id, revision: row.shown_revision })));
    for (const row of missing) {
      const article = bodies.get(bodyKey({ itemId: row.item_id, revision: row.shown_revision }))?.article;
      if (!article) continue;
      const url = `${this.config.PORTAL_PUBLIC_URL}/articles/${row.item_id}`;
      const text = feedFormats[format].entry({ row, article, url, html: this.config.FEED_CONTENT === 'full' ? article.bodyHtml : undefined });
      this.written.set(`${format}|${row.item_id}|${row.publication}`, text, text.length);
      written.set(row.item_id, text);
    }
    return written;
  }

  /** Asks the gate for every entry; what it refuses becomes a tombstone at once. */
  private renderLoaded(list: FeedList, format: FeedFormatName, after: ListPlace | undefined, loaded: Loaded): Rendered {
    const asked = new AskedGate(this.gate, 'feed');
    const shown: ListRow[] = [];
    const hidden: ListRow[] = [];
    for (const row of loaded.rows) {
      if (shown.length >= this.config.FEED_ENTRIES) break;
      if (!loaded.written.has(row.item_id)) continue;
      if (asked.permits(row)) shown.push(row);
      else hidden.push(row);
    }
    const tombstones = after === undefined ? [...hidden.map((row) => this.tombstoneOf(row)), ...loaded.removed.map((row) => ({ itemId: row.item_id, publication: row.publication, when: row.changed_at }))] : [];
    const updatedMs = Math.max(0, ...shown.map((row) => updatedOf(row).getTime()), ...tombstones.map(({ when }) => when.getTime()));
    const last = shown.at(-1);
    const next = last !== undefined && loaded.rows.at(-1) !== last ? last : undefined;
    const writer: FeedFormat = feedFormats[format];
    const head = this.headOf(list, format, after, next, new Date(updatedMs));
    const entries = shown.map((row) => loaded.written.get(row.item_id) ?? '');
    const page = new Page({
      contentType: writer.contentType,
      text: writer.document(head, entries, tombstones),
      cacheControl,
      lastModified: head.updated,
      headers: { 'x-content-type-options': 'nosniff', 'access-control-allow-origin': '*', vary: 'Accept-Encoding', link: linksOf(head) },
    });
    return { page, dueMs: asked.dueMs, keep: loaded.rows.length > 0 || loaded.removed.length > 0 };
  }

  private tombstoneOf(row: ListRow): Tombstone {
    const key = `${row.item_id}|${row.publication}`;
    const sinceMs = this.hiddenSince.get(key) ?? this.clock.now().getTime();
    this.hiddenSince.set(key, sinceMs, 1);
    return { itemId: row.item_id, publication: row.publication + 1, when: new Date(Math.max(sinceMs, updatedOf(row).getTime() + 1)) };
  }

  private headOf(list: FeedList, format: FeedFormatName, after: ListPlace | undefined, next: ListRow | undefined, updated: Date): FeedHead {
    const { PORTAL_PUBLIC_URL: site, PORTAL_NAME: name, PORTAL_SLOGAN: slogan, PORTAL_LANGUAGE: language } = this.config;
    const first = `${site}${feedListPath(list)}.${format}`;
    const label = feedListLabel(list, language);
    return {
      title: label === undefined ? name : `${name} · ${label}`,
      description: slogan === '' ? (label ?? name) : slogan,
      language: language === 'zh' ? 'zh-CN' : 'en',
      siteUrl: site,
      pageUrl: `${site}${feedListPagePath(list)}`,
      selfUrl: after === undefined ? first : `${first}?after=${after.sortAt.getTime()}-${after.itemId}`,
      nextUrl: next === undefined ? undefined : `${first}?after=${placeText(next)}`,
      firstUrl: after === undefined ? undefined : first,
      hubUrl: `${site}/websub`,
      updated,
      generator: name,
    };
  }
}

/** Discovery by header (WebSub §4; RFC 8288). Addresses are percent-encoded, so nothing of a name can end one. */
const linksOf = ({ hubUrl, selfUrl, nextUrl }: FeedHead): string =>
  ([['hub', hubUrl], ['self', selfUrl], ['next', nextUrl]] as const).flatMap(([rel, url]) => (url === undefined ? [] : [`<${url}>; rel="${rel}"`])).join(', ');
