import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';

import type { ConsoleConfig } from '../console.config.js';
import { judge, type FeedProblem, type Fetched, type ReadFeed } from './judge.decide.js';
import { readFeed } from './read-feed.js';

/** A feed that was fetched and judged. */
export interface CheckedFeed extends Omit<Fetched, 'read'> {
  readonly read: ReadFeed | undefined;
  readonly checkedAt: string;
  readonly ms: number;
  readonly ageSeconds: number | undefined;
  readonly problems: readonly FeedProblem[];
}

const fetchTimeoutMs = 5_000;
const charsMax = 60_000_000;
const atOnce = 4;
/** Nothing but feeds and site maps of ours. */
const pathForm = /^\/(feeds\/[^?#]{1,200}|sitemap\.xml|news-sitemap\.xml|sitemaps\/[\w.-]{1,40})$/u;

/** Fetches feeds of publish as a reader would, without a token, and judges them. */
@Injectable()
export class CheckFeeds {
  private readonly url: string;

  constructor(@Inject(CONFIG) config: ConsoleConfig) {
    this.url = config.PUBLISH_URL;
  }

  /** Whether this is a path of a feed or a site map; anything else is never fetched. */
  isFeed(path: string): boolean {
    return pathForm.test(path) && !path.includes('..');
  }

  /** One by one, four at a time. Never throws: what could not be had is its finding. */
  async checkAll(paths: readonly string[]): Promise<CheckedFeed[]> {
    const checked: CheckedFeed[] = [];
    for (let from = 0; from < paths.length; from += atOnce) checked.push(...(await Promise.all(paths.slice(from, from + atOnce).map((path) => this.check(path)))));
    return checked;
  }

  async check(path: string): Promise<CheckedFeed> {
    const startedAt = performance.now();
    const about = { path, checkedAt: new Date().toISOString() };
    try {
      const answer = await fetch(`${this.url}${path}`, { headers: { accept: '*/*' }, signal: AbortSignal.timeout(fetchTimeoutMs), redirect: 'error' });
      const text = await answer.text();
      const contentType = answer.headers.get('content-type') ?? '';
      const age = answer.headers.get('age');
      const found = answer.status === 200 && text.length <= charsMax ? await readOrWhy(text, contentType) : { read: undefined, unreadable: undefined };
      const fetched: Fetched = { path, status: answer.status, contentType, etag: answer.headers.get('etag') ?? undefined, lastModified: answer.headers.get('last-modified') ?? undefined, bytes: Buffer.byteLength(text), ...found };
      return { ...about, ...fetched, ms: Math.round(performance.now() - startedAt), ageSeconds: age === null ? undefined : Number(age), problems: judge(fetched) };
    } catch (error) {
      const detail = `publish could not be asked (${(error as Error).message})`;
      return { ...about, status: 0, contentType: '', etag: undefined, lastModified: undefined, bytes: 0, unreadable: detail, read: undefined, ms: Math.round(performance.now() - startedAt), ageSeconds: undefined, problems: [{ problem: 'status', detail }] };
    }
  }
}

const readOrWhy = async (text: string, contentType: string): Promise<{ read: ReadFeed | undefined; unreadable: string | undefined }> => {
  try {
    return { read: await readFeed(text, contentType), unreadable: undefined };
  } catch (error) {
    return { read: undefined, unreadable: (error as Error).message.slice(0, 300) };
  }
};
