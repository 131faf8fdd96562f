import { randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { takeOne, type Bucket } from '../../content-api/quota.decide.js';
import { Gate } from '../../hold-lane/gate.js';
import { BoundedLru } from '../../portal/page/bounded-lru.js';
import { Page } from '../../portal/page/page.js';
import { readNewest, type ListPlace, type ListRow } from '../../portal/show-lists/list.store.js';
import type { PublishConfig } from '../../publish.config.js';
import { copyIdOf } from '../../recall/copy-id.js';
import { wantsArticle } from '../../subscribers/filter.decide.js';
import { tokenDigest } from '../../subscribers/secret.js';
import { updatedOf, type FeedHead } from '../feed.js';
import { feedFormats, ShowFeed, type FeedFormatName } from '../show-feed.js';
import { endFeedLinks, insertFeedLink, lockUnchanged, noteGivenCopies, readerOfLink, readRemovedOf, type FeedReader } from './feed-link.store.js';

const keyBytes = 32;
const scannedMax = 5_000;
const scannedAtOnce = 500;
const tombstonesMax = 500;
const pullsPerMinute = 60;
const linksKept = 5_000;
const dayMs = 86_400_000;

/** Feeds of a saved filter, by a link that only its subscriber has: what is pulled enters the ledger of copies like what is sent. */
@Injectable()
export class PullFeed {
  private readonly quotas = new BoundedLru<Bucket>(linksKept, linksKept);

  constructor(
    private readonly dataSource: DataSource,
    private readonly feeds: ShowFeed,
    private readonly gate: Gate,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** New addresses, told this once. Throws 404 for an unknown subscriber. */
  async link(subscriberId: string, days: number) {
    const key = randomBytes(keyBytes).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + days * dayMs);
    if (!(await insertFeedLink(this.dataSource, tokenDigest(key), subscriberId, now, expiresAt))) throw problem(404, 'subscriber-unknown', `There is no subscriber "${subscriberId}".`);
    const urls = Object.fromEntries((Object.keys(feedFormats) as FeedFormatName[]).map((format) => [format, `${this.config.PORTAL_PUBLIC_URL}/feeds/subscriptions/${key}.${format}`]));
    return { urls, expiresAt: expiresAt.toISOString() };
  }

  /** Ends all links of a subscriber. */
  async end(subscriberId: string): Promise<void> {
    await endFeedLinks(this.dataSource, subscriberId, this.clock.now());
  }

  /** The feed, as it may be given to this subscriber at this moment. Throws 404, 403 while its subscription rests, 429, 503. */
  async pull(key: string, format: FeedFormatName): Promise<Page> {
    this.gate.assertFresh();
    const now = this.clock.now();
    const reader = await readerOfLink(this.dataSource, tokenDigest(key), now);
    if (!reader) throw problem(404, 'feed-unknown', 'This address has ended or never existed. Ask the operator for a new one.');
    this.takeQuota(reader, now);
    if (reader.state !== 'active') throw problem(403, 'subscriber-not-active', `The subscription is ${reader.state}. The operator can make it active again.`);
    if (this.config.CONFORMANCE_REQUIRED && !reader.certified) throw problem(403, 'not-certified', 'The conformance kit has to be passed first.');
    const rows = await this.matching(reader);
    const written = await this.feeds.write(rows, format);
    const given = await this.give(reader, rows.filter((row) => written.has(row.item_id)), now);
    const removed = await readRemovedOf(this.dataSource, reader.id, new Date(now.getTime() - this.config.FEED_TOMBSTONE_DAYS * dayMs), tombstonesMax);
    this.gate.assertFresh();
    // Nothing waits from here on: what the gate says is what is answered.
    const shown = given.filter((row) => this.gate.permits(row, 'feed'));
    const hidden = given.filter((row) => !shown.includes(row)).map((row) => this.feeds.tombstoneOf(row));
    const tombstones = [...hidden, ...removed.map((row) => ({ itemId: row.item_id, publication: row.publication, when: row.changed_at }))];
    const updated = new Date(Math.max(0, ...shown.map((row) => updatedOf(row).getTime()), ...tombstones.map(({ when }) => when.getTime())));
    return new Page({
      contentType: feedFormats[format].contentType,
      text: feedFormats[format].document(this.headOf(reader, format, key, updated), shown.map((row) => written.get(row.item_id) ?? ''), tombstones),
      cacheControl: 'private, no-cache',
      lastModified: updated,
      headers: { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex', vary: 'Accept-Encoding' },
    });
  }

  private takeQuota(reader: FeedReader, now: Date): void {
    const { bucket, waitSeconds } = takeOne(this.quotas.get(reader.id), pullsPerMinute, now.getTime());
    this.quotas.set(reader.id, bucket, 1);
    if (waitSeconds > 0) throw problem(429, 'quota-spent', `A subscriber's feeds may be asked for ${pullsPerMinute} times a minute.`, { retryAfterSeconds: waitSeconds });
  }

  /** The newest that the filter wants and that may be in feeds; it is looked for no further than among the newest 5,000. */
  private async matching(reader: FeedReader): Promise<ListRow[]> {
    const found: ListRow[] = [];
    let after: ListPlace | undefined;
    for (let scanned = 0; scanned < scannedMax && found.length < this.config.FEED_ENTRIES; scanned += scannedAtOnce) {
      const rows = await readNewest(this.dataSource, undefined, after, scannedAtOnce);
      found.push(...rows.filter((row) => this.isWanted(row, reader) && this.gate.permits(row, 'feed')));
      const last = rows.at(-1);
      if (rows.length < scannedAtOnce || !last?.sort_at) break;
      after = { sortAt: last.sort_at, itemId: last.item_id };
    }
    return found.slice(0, this.config.FEED_ENTRIES);
  }

  /** Articles of drills go to those only who name their source. */
  private isWanted(row: ListRow, { filter }: FeedReader): boolean {
    const { CANARY_SOURCE_ID: canary } = this.config;
    return wantsArticle(filter, row) && (row.source_id !== canary || filter.sources?.includes(canary) === true);
  }

  /** Notes the copies before anything leaves. Returns what may still be given. */
  private give(reader: FeedReader, rows: readonly ListRow[], now: Date): Promise<ListRow[]> {
    const copies = rows.map((row) => ({ copyId: copyIdOf(row.item_id, 'webhook', { subscriberId: reader.id }), itemId: row.item_id, publication: row.publication }));
    return inTransaction(this.dataSource, async (tx) => {
      const unchanged = await lockUnchanged(tx, copies);
      await noteGivenCopies(tx, copies.filter(({ itemId }) => unchanged.has(itemId)), reader.id, `${this.config.PORTAL_PUBLIC_URL}/feeds/subscriptions`, now);
      return rows.filter((row) => unchanged.has(row.item_id));
    });
  }

  private headOf(reader: FeedReader, format: FeedFormatName, key: string, updated: Date): FeedHead {
    const { PORTAL_PUBLIC_URL: site, PORTAL_NAME: name, PORTAL_LANGUAGE: language } = this.config;
    const selfUrl = `${site}/feeds/subscriptions/${key}.${format}`;
    return {
      title: `${name} · ${reader.name}`, description: reader.name, language: language === 'zh' ? 'zh-CN' : 'en', siteUrl: site, pageUrl: `${site}/`, feedUrl: selfUrl, selfUrl, nextUrl: undefined, firstUrl: undefined,
      isArchive: false, prevArchiveUrl: undefined, nextArchiveUrl: undefined, hubUrl: undefined, updated, generator: name,
    };
  }
}
