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
import { viewOf } from '../portal/show-article/article-view.js';
import { archiveOf, archiveText, type Archive } from './archive.js';
import { timeBefore, timeFrom } from './archive.store.js';
import { atom } from './atom.js';
import { feedListLabel, feedListPagePath, feedListPath, type FeedList } from './feed-list.js';
import { updatedOf, type FeedFormat, type FeedHead, type Tombstone } from './feed.js';
import { jsonFeed } from './json-feed.js';
import { newsMlG2Message } from './newsml-g2-message.js';
import { ninjsCollection } from './ninjs-collection.js';
import { rss } from './rss.js';
import { readRemoved, type RemovedRow } from './tombstones.store.js';

export const feedFormats = { rss, atom, json: jsonFeed, ninjs: ninjsCollection, 'newsml-g2': newsMlG2Message } as const;
export type FeedFormatName = keyof typeof feedFormats;

/** Which document of a feed: its first page, a later one (RFC 5005 §3), an hour of its archive (§4) or a later page of that. */
export interface FeedPart {
  readonly after: ListPlace | undefined;
  readonly archive: Archive | undefined;
}

interface Loaded {
  readonly rows: readonly ListRow[];
  readonly removed: readonly RemovedRow[];
  /** Written entries by item id; one whose body is not in the store has none. */
  readonly written: ReadonlyMap<string, string>;
  readonly archives: { readonly before: Archive | undefined; readonly after: Archive | undefined };
}

/** Read beyond what a page has, for what the gate leaves out before the database does. */
const spare = 20;
const archiveEntries = 500;
const leastId = '00000000-0000-0000-0000-000000000000';
const tombstonesMax = 500;
const writtenMax = 20_000;
const writtenCharsMax = 48 * 1024 * 1024;
const hiddenMax = 20_000;
const dayMs = 86_400_000;
const cacheControl = 'public, max-age=60, stale-while-revalidate=30';

/** Feeds of all articles, of each category, source, language and story, in five formats. An entry is written once per publication of its article. */
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

  /** Tombstones are on the first page, and on the first of each archive. */
  recipe(list: FeedList, format: FeedFormatName, part: FeedPart): Recipe<Loaded> {
    const { after, archive } = part;
    return {
      key: `feed|${format}|${feedListPath(list)}|${archive ? archiveText(archive) : ''}|${after ? `${after.sortAt.getTime()}-${after.itemId}` : ''}`,
      followsBoard: after === undefined && archive === undefined,
      load: () => this.load(list, format, part),
      render: (loaded) => this.renderLoaded(list, format, part, loaded),
    };
  }

  private async load(list: FeedList, format: FeedFormatName, part: FeedPart): Promise<Loaded> {
    const since = new Date(this.clock.now().getTime() - this.config.FEED_TOMBSTONE_DAYS * dayMs);
    const [rows, removed, archives] = await Promise.all([
      this.read(list, part),
      part.after === undefined ? readRemoved(this.dataSource, since, list, tombstonesMax, part.archive) : [],
      this.archivesBeside(list, format, part),
    ]);
    return { rows, removed, archives, written: await this.write(rows, format) };
  }

  private async read(list: FeedList, { after, archive }: FeedPart): Promise<ListRow[]> {
    const from = after ?? (archive && { sortAt: archive.to, itemId: leastId });
    const limit = this.entriesMax(archive) + spare;
    const rows = list.kind === 'all' || list.kind === 'category' ? await readNewest(this.dataSource, list.kind === 'all' ? undefined : list.value, from, limit) : await readSpecial(this.dataSource, list, from, limit);
    return archive ? rows.filter((row) => row.sort_at !== null && row.sort_at >= archive.from) : rows;
  }

  private entriesMax(archive: Archive | undefined): number {
    return archive ? archiveEntries : this.config.FEED_ENTRIES;
  }

  /** Hours that have anything, before this document and after it. Archives are of all and of categories, in Atom. */
  private async archivesBeside(list: FeedList, format: FeedFormatName, { after, archive }: FeedPart): Promise<Loaded['archives']> {
    if (format !== 'atom' || after !== undefined || (list.kind !== 'all' && list.kind !== 'category')) return { before: undefined, after: undefined };
    const category = list.kind === 'all' ? undefined : list.value;
    const now = archiveOf(this.clock.now());
    const [before, later] = await Promise.all([timeBefore(this.dataSource, category, (archive ?? now).from), archive ? timeFrom(this.dataSource, category, archive.to) : undefined]);
    return { before: before && archiveOf(before), after: later && later < now.from ? archiveOf(later) : undefined };
  }

  /** Entries by item id, each written once per publication of its article; one whose body is not in the store has none. */
  async write(rows: readonly ListRow[], format: FeedFormatName): Promise<Map<string, string>> {
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
      const text = feedFormats[format].entry({ row, article, url, view: viewOf(row, article, 0, this.viewSettings), html: this.config.FEED_CONTENT === 'full' ? article.bodyHtml : undefined });
      this.written.set(`${format}|${row.item_id}|${row.publication}`, text, text.length);
      written.set(row.item_id, text);
    }
    return written;
  }

  private get viewSettings() {
    const { PORTAL_TIME_ZONE: timeZone, PORTAL_PUBLIC_URL: portalUrl, RIGHTS_PUBLIC_URL: rightsUrl, PORTAL_LANGUAGE: language } = this.config;
    return { language, timeZone, portalUrl, rightsUrl };
  }

  /** Asks the gate for every entry; what it refuses becomes a tombstone at once. */
  private renderLoaded(list: FeedList, format: FeedFormatName, part: FeedPart, loaded: Loaded): Rendered {
    const { after } = part;
    const entriesMax = this.entriesMax(part.archive);
    const asked = new AskedGate(this.gate, 'feed');
    const shown: ListRow[] = [];
    const hidden: ListRow[] = [];
    for (const row of loaded.rows) {
      if (shown.length >= entriesMax) break;
      if (!loaded.written.has(row.item_id)) continue;
      if (asked.permits(row)) shown.push(row);
      else hidden.push(row);
    }
    const tombstones = after === undefined ? [...hidden.map((row) => this.tombstoneOf(row)), ...loaded.removed.map((row) => ({ itemId: row.item_id, publication: row.publication, when: row.changed_at }))] : [];
    const updatedMs = Math.max(0, ...shown.map((row) => updatedOf(row).getTime()), ...tombstones.map(({ when }) => when.getTime()));
    const last = shown.at(-1);
    const next = last !== undefined && loaded.rows.at(-1) !== last ? last : undefined;
    const writer: FeedFormat = feedFormats[format];
    const head = this.headOf(list, format, part, loaded.archives, next, new Date(updatedMs));
    const entries = shown.map((row) => loaded.written.get(row.item_id) ?? '');
    const page = new Page({
      contentType: writer.contentType,
      text: writer.document(head, entries, tombstones),
      cacheControl,
      lastModified: head.updated,
      headers: { 'x-content-type-options': 'nosniff', 'access-control-allow-origin': '*', vary: 'Accept-Encoding', link: linksOf(head), ...asked.cacheKeys },
    });
    return { page, dueMs: asked.dueMs, keep: loaded.rows.length > 0 || loaded.removed.length > 0 };
  }

  /** What the gate refuses while its row still says live: its removal will be the next publication. */
  tombstoneOf(row: ListRow): Tombstone {
    const key = `${row.item_id}|${row.publication}`;
    const sinceMs = this.hiddenSince.get(key) ?? this.clock.now().getTime();
    this.hiddenSince.set(key, sinceMs, 1);
    return { itemId: row.item_id, publication: row.publication + 1, when: new Date(Math.max(sinceMs, updatedOf(row).getTime() + 1)) };
  }

  private headOf(list: FeedList, format: FeedFormatName, { after, archive }: FeedPart, beside: Loaded['archives'], next: ListRow | undefined, updated: Date): FeedHead {
    const { PORTAL_PUBLIC_URL: site, PORTAL_NAME: name, PORTAL_SLOGAN: slogan, PORTAL_LANGUAGE: language } = this.config;
    const first = `${site}${feedListPath(list)}.${format}`;
    const label = feedListLabel(list, language);
    const archiveUrl = (of: Archive): string => `${first}?archive=${archiveText(of)}`;
    const begin = archive ? archiveUrl(archive) : first;
    const later = (place: string): string => `${begin}${archive ? '&' : '?'}after=${place}`;
    return {
      title: label === undefined ? name : `${name} · ${label}`,
      description: slogan === '' ? (label ?? name) : slogan,
      language: language === 'zh' ? 'zh-CN' : 'en',
      siteUrl: site,
      pageUrl: `${site}${feedListPagePath(list)}`,
      feedUrl: first,
      selfUrl: after === undefined ? begin : later(`${after.sortAt.getTime()}-${after.itemId}`),
      nextUrl: next === undefined ? undefined : later(placeText(next)),
      firstUrl: after === undefined ? undefined : begin,
      isArchive: archive !== undefined,
      prevArchiveUrl: beside.before && archiveUrl(beside.before),
      nextArchiveUrl: beside.after && archiveUrl(beside.after),
      hubUrl: `${site}/websub`,
      updated,
      generator: name,
    };
  }
}

/** Discovery by header (WebSub §4; RFC 8288). Addresses are percent-encoded, so nothing of a name can end one. */
const linksOf = ({ hubUrl, selfUrl, nextUrl }: FeedHead): string =>
  ([['hub', hubUrl], ['self', selfUrl], ['next', nextUrl]] as const).flatMap(([rel, url]) => (url === undefined ? [] : [`<${url}>; rel="${rel}"`])).join(', ');
