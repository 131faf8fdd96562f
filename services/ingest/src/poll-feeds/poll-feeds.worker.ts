import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, Metrics, Outgoing, ProblemException, Repeating, sha256Hex, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { changesAnything } from '../receive-item/push.js';
import { TakePayload } from '../receive-item/take-payload.js';
import { readFeedHead, withLinkHeader, type FeedHead } from './feed-head.decide.js';
import { fetchFeed, type Fetched } from './fetch-feed.js';
import { nextPoll, type PollResult } from './poll.decide.js';
import { saveRound, takeDuePolls, type DuePoll, type PollRound } from './poll.store.js';

type Body = Extract<Fetched, { kind: 'body' }>;

/** How a round ended, before it is decided when the next one is. */
interface Ended {
  readonly result: PollResult;
  readonly status: number | null;
  readonly error: string | null;
  readonly gone?: true;
  readonly movedTo?: string | null;
  readonly body?: Body;
  readonly head?: FeedHead;
}

const feedsAtOnce = 8;
/** Feeds are asked for in minutes; an operator who cannot wait wakes it. */
const lookEveryMs = 5_000;
/** On the first fetch older pages are read too, so that a new source is not only its last twenty items. */
const firstPagesMax = 10;
const firstPagesBytesMax = 20 * 1024 * 1024;

/** Asks for feeds when they are due, politely: conditional, in their own rhythm, one request per host at a time. */
@Injectable()
export class PollFeeds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly looking: Repeating;
  private readonly running = new Map<string, Promise<void>>();
  private readonly hosts = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    private readonly payloads: TakePayload,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.looking = new Repeating({ name: 'feeds', step: () => this.look(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.looking.stop();
    await Promise.all(this.running.values());
  }

  /** Something may be due: look now. */
  wake(): void {
    this.looking.wake();
  }

  /** Starts what is due, as far as there is room, and does not wait for it; so there is never more to do at once. */
  private async look(): Promise<boolean> {
    const room = feedsAtOnce - this.running.size;
    const due = room > 0 ? await takeDuePolls(this.dataSource, this.clock.now(), room, [...this.running.keys()]) : [];
    for (const poll of due) this.start(poll);
    return false;
  }

  private start(poll: DuePoll): void {
    const round = this.round(poll)
      .catch((error: unknown) => this.log.warn({ err: error, sourceId: poll.sourceId }, 'a feed round failed; it is asked for again when its lease ends'))
      .finally(() => this.running.delete(poll.sourceId));
    this.running.set(poll.sourceId, round);
  }

  private async round(poll: DuePoll): Promise<void> {
    const { host } = new URL(poll.url);
    if (this.hosts.has(host)) return this.postpone(poll);
    this.hosts.add(host);
    try {
      await this.askAndSave(poll);
    } finally {
      this.hosts.delete(host);
    }
  }

  private async askAndSave(poll: DuePoll): Promise<void> {
    const ended = await this.ask(poll);
    const now = this.clock.now();
    const next = nextPoll(poll, ended.result, Math.random());
    await saveRound(this.dataSource, poll, toRound(poll, ended, next, now), now);
    this.metrics.counter('wiredesk_ingest_polls_total', 'Rounds of asking for feeds, by how they ended.', ['outcome']).inc({ outcome: ended.gone ? 'gone' : ended.result.kind });
    this.log.info({ sourceId: poll.sourceId, status: ended.status, outcome: ended.gone ? 'gone' : ended.result.kind, error: ended.error, waitSeconds: next.waitSeconds }, 'feed asked for');
  }

  /** Another feed of this host is being read: a second later, nothing counted. */
  private async postpone(poll: DuePoll): Promise<void> {
    const now = this.clock.now();
    await saveRound(this.dataSource, poll, { ...toRound(poll, { result: { kind: 'unchanged', head: null }, status: null, error: null }, { intervalSeconds: poll.intervalSeconds, waitSeconds: 1, failures: poll.failures }, now) }, now);
  }

  private async ask(poll: DuePoll): Promise<Ended> {
    const fetched = await fetchFeed(this.outgoing, this.requestOf(poll.url, poll), this.clock.now().getTime());
    if (fetched.kind === 'failed') return { result: { kind: 'failed', retryAfterSeconds: fetched.retryAfterSeconds }, status: fetched.status, error: fetched.error };
    if (fetched.kind === 'gone') return { result: { kind: 'failed', retryAfterSeconds: null }, status: fetched.status, error: 'answered 410 Gone: it is not asked for again', gone: true };
    if (fetched.kind === 'not-modified') return { result: { kind: 'unchanged', head: null }, status: fetched.status, error: null, movedTo: fetched.movedTo };
    const head = withLinkHeader(readFeedHead(fetched.bytes), fetched.link);
    const end = (result: PollResult, error: string | null = null, done = error === null): Ended => ({ result, status: fetched.status, error, movedTo: fetched.movedTo, ...(done ? { body: fetched, head } : {}) });
    if (sha256Hex(fetched.bytes) === poll.payloadSha256) return end({ kind: 'unchanged', head });
    try {
      const pages = poll.fetchedOnce ? [fetched] : await this.withOlderPages(fetched, head);
      let changed = false;
      // Oldest first, so that of two pages with one item the newer page is decided later.
      for (const page of pages.reverse()) changed = (await this.take(poll.sourceId, page)) || changed;
      return end({ kind: changed ? 'changed' : 'unchanged', head });
    } catch (error) {
      if (!(error instanceof ProblemException)) throw error;
      // What went to quarantine is an operator's now: the same bytes need no second case.
      return end({ kind: 'failed', retryAfterSeconds: error.extras.retryAfterSeconds ?? null }, `${error.code}: ${error.detail}`, error.code === 'undecodable');
    }
  }

  /** True where an item is held differently now. An empty feed is no error of a feed that is asked for. */
  private async take(sourceId: string, page: Body): Promise<boolean> {
    try {
      const { items } = await this.payloads.takeOwn(sourceId, { bytes: page.bytes, contentType: page.contentType, contentEncoding: null, onlyIfChanged: true });
      return changesAnything(items);
    } catch (error) {
      if (error instanceof ProblemException && error.code === 'no-items') return false;
      throw error;
    }
  }

  private async withOlderPages(first: Body, head: FeedHead): Promise<Body[]> {
    const pages = [first];
    const seen = new Set([first.url]);
    let bytes = first.bytes.length;
    let next = head.next === null ? null : absolute(head.next, first.url);
    while (next !== null && !seen.has(next) && pages.length < firstPagesMax && bytes < firstPagesBytesMax) {
      seen.add(next);
      const page = await fetchFeed(this.outgoing, this.requestOf(next), this.clock.now().getTime());
      if (page.kind !== 'body') break;
      pages.push(page);
      bytes += page.bytes.length;
      const further = readFeedHead(page.bytes).next;
      next = further === null ? null : absolute(further, page.url);
    }
    return pages;
  }

  private requestOf(url: string, conditions: Pick<DuePoll, 'etag' | 'lastModified'> = { etag: null, lastModified: null }) {
    return { url, etag: conditions.etag, lastModified: conditions.lastModified, bytesMax: this.config.ITEM_BYTES_MAX, userAgent: `Wiredesk/1 (${this.config.PUBLIC_URL ?? 'feed reader'})` };
  }
}

const absolute = (href: string, base: string): string | null => (URL.canParse(href, base) ? new URL(href, base).href : null);

/** A round that failed keeps what was known, so that the next one is as conditional as this one. */
const toRound = (poll: DuePoll, ended: Ended, next: { intervalSeconds: number; waitSeconds: number; failures: number }, now: Date): PollRound => ({
  url: ended.movedTo ?? poll.url,
  movedFrom: ended.movedTo ? poll.url : null,
  etag: ended.body ? ended.body.etag : poll.etag,
  lastModified: ended.body ? ended.body.lastModified : poll.lastModified,
  payloadSha256: ended.body ? sha256Hex(ended.body.bytes) : poll.payloadSha256,
  fetchedOnce: ended.body !== undefined,
  changed: ended.result.kind === 'changed',
  gone: ended.gone ?? false,
  intervalSeconds: next.intervalSeconds,
  nextPollAt: new Date(now.getTime() + next.waitSeconds * 1000),
  failures: next.failures,
  status: ended.status,
  error: ended.error,
  hub: ended.head?.hub ? absolute(ended.head.hub, ended.body?.url ?? poll.url) : null,
  topic: ended.head?.self ? absolute(ended.head.self, ended.body?.url ?? poll.url) : null,
});
