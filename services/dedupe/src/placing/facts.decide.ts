import type { ItemReceived } from '@wiredesk/contracts';
import type { Article } from '@wiredesk/content';
import { normalise, titleMark, withoutCredits, type Credit, type Fingerprint, type Fingerprinter } from '@wiredesk/fingerprints';

import { withoutBoilerplate } from '../boilerplate/paragraphs.decide.js';
import { inDateline, type Facts, type Published, type Suspicion, type Text } from './facts.js';

const hourMs = 3_600_000;
/** Before this, and more than two days after its arrival, a date is a mistake (1970, 2099): the time of arrival is used. */
const earliestPlausibleMs = Date.UTC(1990, 0, 1);
const aheadMsMax = 48 * hourMs;

const tokensMin = 20;
const placeholderUnitsMax = 40;
const titleTokensMax = 64;
const namesMax = 8;
const nothing: ReadonlySet<string> = new Set();
const placeholders: ReadonlySet<string> = new Set(['', 'undefined', 'null', 'nan', 'none', 'object object']);
const noHashes = new Uint32Array(0);
const noText: Text = { cleanHash: '', tokens: 0, units: 0, ideographShare: 0, keys: noHashes, sample: noHashes, scale: 0, numbers: noHashes, filter: noHashes, subject: noHashes };

/** What the fingerprints need of an item: the event of its revision and the body; null where the body was erased. */
export interface Arrival {
  readonly item: ItemReceived;
  readonly article: Pick<Article, 'title' | 'bodyText' | 'credit' | 'url'> | null;
}

/** Reads an item into facts, its source's `boilerplate` (hashes of paragraphs) left out. Deterministic for one fingerprinter; some 60 microseconds for a newspaper article. */
export const factsOf = ({ item, article }: Arrival, prints: Fingerprinter, boilerplate: ReadonlySet<string> = nothing): Facts => {
  const { text: ownAndBoilerplate, credits } = withoutCredits(article?.bodyText ?? '');
  const text = withoutBoilerplate(ownAndBoilerplate, boilerplate, prints);
  const title = titleMark(article?.title ?? '');
  const print = article === null || isPlaceholder(text) ? null : prints.fingerprint(text, title.rest);
  const url = item.url ?? article?.url ?? null;
  const namesIn = (kind: Credit['kind']): (string | null)[] => credits.filter((credit) => credit.kind === kind).map((credit) => credit.name);
  const sources = namesOf([article?.credit?.name, ...namesIn('source')]);
  const datelines = namesOf(namesIn('dateline')).filter((name) => !sources.includes(name));
  return {
    itemId: item.itemId,
    sourceId: item.sourceId,
    guid: item.guid,
    revision: item.revision,
    published: publishedOf(item),
    receivedMs: Date.parse(item.receivedAt),
    text: print ? { ...print, cleanHash: print.hash } : noText,
    titleHash: prints.hash(title.rest),
    titleTokens: prints.words(title.rest, titleTokensMax),
    titleMark: title.mark,
    urlHash: url === null ? '' : prints.hash(addressOf(url)),
    credited: [...sources, ...datelines.map(inDateline)].slice(0, namesMax),
    identities: namesOf([item.sourceId, url === null ? undefined : hostOf(url)]),
    suspicion: article === null ? 'erased' : suspicionOf(print),
    embargoedUntilMs: item.embargoedUntil === null ? null : item.embargoedUntil === 'open' ? Number.POSITIVE_INFINITY : Date.parse(item.embargoedUntil),
    withdrawn: false,
  };
};

const isPlaceholder = (text: string): boolean => text.length < placeholderUnitsMax && placeholders.has(normalise(text));

/** An ideograph or a word counts as one: what has fewer than twenty says too little to be anybody's copy. */
const suspicionOf = (print: Fingerprint | null): Suspicion | null => {
  if (print === null || print.tokens === 0) return 'empty';
  return print.tokens < tokensMin ? 'too-short' : null;
};

const publishedOf = (item: ItemReceived): Published => {
  const receivedMs = Date.parse(item.receivedAt);
  const givenMs = item.publishedAt === null || item.publishedPrecision === 'assumed' ? Number.NaN : Date.parse(item.publishedAt);
  const plausible = givenMs >= earliestPlausibleMs && givenMs <= receivedMs + aheadMsMax;
  if (!plausible) return { fromMs: receivedMs, untilMs: receivedMs };
  return { fromMs: givenMs, untilMs: item.publishedPrecision === 'day' ? givenMs + 24 * hourMs : givenMs };
};

const namesOf = (names: readonly (string | null | undefined)[]): string[] => {
  const distinct = new Set<string>();
  for (const name of names) {
    const plain = normalise(name ?? '').slice(0, 80);
    if (plain !== '') distinct.add(plain);
  }
  return [...distinct].slice(0, namesMax);
};

/** Scheme, `www.` and fragment do not make another address; a query often does (`?id=`). */
const addressOf = (url: string): string => url.replace(/^[a-z]+:\/\/(www\.)?/i, '').replace(/#.*$/, '').replace(/\/+$/, '');
const hostOf = (url: string): string => addressOf(url).replace(/[/:?].*$/, '');
