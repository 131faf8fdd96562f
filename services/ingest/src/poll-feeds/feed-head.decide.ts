import { SaxesParser } from 'saxes';

/** What a feed says about itself that matters to whoever asks for it again. */
export interface FeedHead {
  /** How often it wants to be asked at most: `ttl`, or `sy:updatePeriod` and `sy:updateFrequency`. */
  readonly askedSeconds: number | null;
  /** The older page: `rel="next"` (RFC 5005), `next_url`. */
  readonly next: string | null;
  /** Where it can be subscribed to (WebSub §4). */
  readonly hub: string | null;
  readonly self: string | null;
  /** Milliseconds since 1970 of its items, in their order. */
  readonly datesMs: readonly number[];
}

const charsMax = 1_000_000;
const datesMax = 50;
const nothing: FeedHead = { askedSeconds: null, next: null, hub: null, self: null, datesMs: [] };
const periodSeconds: Readonly<Record<string, number>> = { hourly: 3_600, daily: 86_400, weekly: 604_800, monthly: 2_592_000, yearly: 31_536_000 };
const askedMaxSeconds = 7 * 86_400;

type Mutable = { -readonly [Field in keyof FeedHead]: FeedHead[Field] } & { datesMs: number[] };

/** Hub and self of an HTTP Link header (RFC 8288), which stand above those in the feed (WebSub §4). */
export const withLinkHeader = (head: FeedHead, header: string | null): FeedHead => {
  const found: { hub?: string; self?: string } = {};
  for (const [, href = '', rels = ''] of (header ?? '').slice(0, 4_000).matchAll(/<([^<>]{1,1000})>\s*;[^,]*?\brel="?([\w\s-]{1,60})"?/g)) {
    for (const rel of rels.toLowerCase().split(/\s+/)) if (rel === 'hub' || rel === 'self') found[rel] ??= href;
  }
  return { ...head, ...found };
};

/** Reads the head of a feed in any encoding that keeps ASCII (names and addresses are); broken markup is read as far as it goes. */
export const readFeedHead = (bytes: Uint8Array): FeedHead => {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, charsMax)).replace(/^\ufeff?\s+/, '');
  return text.startsWith('{') ? headOfJson(text) : headOfXml(text);
};

const headOfXml = (text: string): FeedHead => {
  const head: Mutable = { ...nothing, datesMs: [] };
  const path: string[] = [];
  let period: string | undefined;
  let frequency: number | undefined;
  let content = '';
  const parser = new SaxesParser();
  parser.on('error', () => undefined);
  parser.on('opentag', (tag) => {
    const name = localOf(tag.name);
    path.push(name);
    content = '';
    if (name === 'link' && !insideItem(path)) readLink(head, tag.attributes);
  });
  parser.on('text', (chunk) => {
    if (content.length < 100) content += chunk;
  });
  parser.on('closetag', () => {
    const name = path.at(-1) ?? '';
    const value = content.trim();
    if (insideItem(path)) readDate(head, name, value);
    else if (name === 'ttl') head.askedSeconds = bounded(Number(value) * 60);
    else if (name === 'updateperiod') period = value.toLowerCase();
    else if (name === 'updatefrequency') frequency = Number(value);
    path.pop();
    content = '';
  });
  parser.write(text).close();
  const seconds = period === undefined ? undefined : periodSeconds[period];
  if (seconds !== undefined && head.askedSeconds === null) head.askedSeconds = bounded(seconds / Math.max(1, frequency ?? 1));
  return head;
};

const localOf = (name: string): string => name.replace(/^.*:/, '').toLowerCase();
const insideItem = (path: readonly string[]): boolean => path.includes('item') || path.includes('entry');

const readLink = (head: Mutable, attributes: Readonly<Record<string, unknown>>): void => {
  const href = String(attributes['href'] ?? '');
  for (const rel of String(attributes['rel'] ?? '').toLowerCase().split(/\s+/)) {
    if (href !== '' && (rel === 'next' || rel === 'hub' || rel === 'self') && head[rel] === null) head[rel] = href;
  }
};

const dateNames: ReadonlySet<string> = new Set(['pubdate', 'published', 'issued', 'date']);

const readDate = (head: Mutable, name: string, value: string): void => {
  const ms = dateNames.has(name) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms) && head.datesMs.length < datesMax) head.datesMs.push(ms);
};

const bounded = (seconds: number): number | null => (Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.round(seconds), askedMaxSeconds) : null);

const headOfJson = (text: string): FeedHead => {
  let feed: unknown;
  try {
    feed = JSON.parse(text);
  } catch {
    return nothing;
  }
  const { next_url: next, feed_url: self, hubs, items } = feed as Record<string, unknown>;
  const hub = Array.isArray(hubs) ? (hubs as { url?: unknown }[]).find((one) => typeof one?.url === 'string')?.url : undefined;
  const dates = Array.isArray(items) ? (items as Record<string, unknown>[]).slice(0, datesMax).map((item) => Date.parse(String(item?.['date_published'] ?? ''))) : [];
  return { askedSeconds: null, next: textOrNull(next), self: textOrNull(self), hub: textOrNull(hub), datesMs: dates.filter((ms) => !Number.isNaN(ms)) };
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
