/** W3C WebSub, 23 January 2018. §5 subscribing, §5.3 verification, §7 distribution. */

export const leaseSecondsMin = 600;
export const leaseSecondsMax = 30 * 86_400;
export const leaseSecondsDefault = 10 * 86_400;
/** §5.1: less than 200 bytes. */
export const secretBytesMax = 199;

/** The lease that a subscription gets: what was asked for, within our bounds; never for ever. */
export const leaseOf = (askedSeconds: number | undefined): number => Math.min(leaseSecondsMax, Math.max(leaseSecondsMin, askedSeconds ?? leaseSecondsDefault));

const feedPath = /^\/feeds\/(?:(?:source|language|story)\/)?[^/?#]{1,100}\.(?:rss|atom|json)$/;

/** Path of a topic that is a feed of ours; undefined for any other URL. */
export const topicPath = (topic: string, portalUrl: string): string | undefined => {
  if (!topic.startsWith(`${portalUrl}/`)) return undefined;
  const path = topic.slice(portalUrl.length);
  return feedPath.test(path) ? path : undefined;
};

export interface Verification {
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly topic: string;
  readonly challenge: string;
  readonly leaseSeconds: number;
}

/** §5.3: the callback's own query is kept, ours is added to it. */
export const verificationUrl = (callback: string, { mode, topic, challenge, leaseSeconds }: Verification): string => {
  const url = new URL(callback);
  const added = new URLSearchParams({ 'hub.mode': mode, 'hub.topic': topic, 'hub.challenge': challenge });
  if (mode === 'subscribe') added.set('hub.lease_seconds', String(leaseSeconds));
  url.search = url.search === '' ? `?${added.toString()}` : `${url.search}&${added.toString()}`;
  return url.href;
};

const waitsMs = [10_000, 60_000, 300_000, 1_800_000];
const longWaitMs = 3_600_000;

/** Milliseconds until content that was not received is sent again; it is, until the lease ends. */
export const waitAfterAttempt = (attempts: number): number => waitsMs[attempts - 1] ?? longWaitMs;

/** Feeds in which a change of an article shows: all, its categories now and before, its source, language and story. */
export const topicsOf = (article: {
  readonly source_id: string;
  readonly language: string | null;
  readonly story_id: string | null;
  readonly categories: readonly string[];
  readonly shown_categories: readonly string[];
}): string[] => {
  const lists = new Set(['all', ...[...article.categories, ...article.shown_categories].map(encodeURIComponent), `source/${encodeURIComponent(article.source_id)}`]);
  if (article.language !== null) lists.add(`language/${encodeURIComponent(article.language)}`);
  if (article.story_id !== null) lists.add(`story/${article.story_id}`);
  return [...lists].flatMap((list) => ['rss', 'atom', 'json'].map((format) => `/feeds/${list}.${format}`));
};
