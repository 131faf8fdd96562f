import { OutgoingRefused, type Outgoing } from '@wiredesk/platform';

import { unpack } from '../receive-item/unpack.js';
import { retryAfterOf } from './poll.decide.js';

export interface FeedRequest {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly userAgent: string;
  readonly bytesMax: number;
}

/** What asking for a feed came to. `movedTo`: it has moved for good (every hop was 301 or 308). */
export type Fetched =
  | { readonly kind: 'body'; readonly status: number; readonly url: string; readonly movedTo: string | null; readonly bytes: Buffer; readonly contentType: string | null; readonly etag: string | null; readonly lastModified: string | null; readonly link: string | null }
  | { readonly kind: 'not-modified'; readonly status: number; readonly movedTo: string | null }
  | { readonly kind: 'gone'; readonly status: number }
  | { readonly kind: 'failed'; readonly status: number | null; readonly retryAfterSeconds: number | null; readonly error: string };

const redirectsMax = 3;
const timeoutMs = 20_000;
const accept = 'application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1';

/** Asks for a feed, conditionally where an earlier answer allows it. Every hop is guarded like the first. Never throws for what the server does. */
export const fetchFeed = async (outgoing: Outgoing, request: FeedRequest, nowMs: number): Promise<Fetched> => {
  let url = request.url;
  let permanent = true;
  const headers: Record<string, string> = { accept, 'accept-encoding': 'gzip, deflate, br', 'user-agent': request.userAgent };
  if (request.etag !== null) headers['if-none-match'] = request.etag;
  if (request.lastModified !== null) headers['if-modified-since'] = request.lastModified;
  try {
    for (let hop = 0; ; hop += 1) {
      const answer = await outgoing.call(url, { headers, timeoutMs, bytesMax: request.bytesMax });
      const location = answer.headers['location'];
      if ([301, 302, 303, 307, 308].includes(answer.status) && location !== undefined) {
        if (hop >= redirectsMax) return failure(answer.status, `more than ${redirectsMax} redirects`);
        permanent &&= answer.status === 301 || answer.status === 308;
        url = new URL(location, url).href;
        continue;
      }
      const movedTo = url !== request.url && permanent ? url : null;
      if (answer.status === 304) return { kind: 'not-modified', status: 304, movedTo };
      if (answer.status === 410) return { kind: 'gone', status: 410 };
      if (answer.status !== 200) return { ...failure(answer.status, `answered ${answer.status}`), retryAfterSeconds: retryAfterOf(answer.headers['retry-after'], nowMs) };
      const bytes = await unpack(answer.body, answer.headers['content-encoding'], request.bytesMax);
      return { kind: 'body', status: 200, url, movedTo, bytes, contentType: answer.headers['content-type'] ?? null, etag: answer.headers['etag'] ?? null, lastModified: answer.headers['last-modified'] ?? null, link: answer.headers['link'] ?? null };
    }
  } catch (error) {
    return failure(null, error instanceof OutgoingRefused ? `not called: ${error.message}` : (error as Error).message || 'the connection failed');
  }
};

const failure = (status: number | null, error: string): Extract<Fetched, { kind: 'failed' }> => ({ kind: 'failed', status, retryAfterSeconds: null, error });
