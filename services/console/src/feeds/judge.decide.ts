/** What an independent reader found in a feed or a site map. */
export interface ReadFeed {
  readonly kind: 'rss' | 'atom' | 'json' | 'sitemap' | 'sitemap-index';
  readonly title: string | undefined;
  /** The address that the document says it has. */
  readonly selfUrl: string | undefined;
  readonly hubUrl: string | undefined;
  /** As it is written. */
  readonly updated: string | undefined;
  readonly entries: readonly { readonly id: string | undefined; readonly title: string | undefined; readonly url: string | undefined; readonly date: string | undefined }[];
  readonly tombstones: number;
}

/** What was fetched, and what came of reading it. */
export interface Fetched {
  /** Path at publish. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly bytes: number;
  /** The reader's own words where it could not read it. */
  readonly unreadable: string | undefined;
  readonly read: ReadFeed | undefined;
}

/** What is wrong; `detail` names the first that is, in the document's own words. */
export interface FeedProblem {
  readonly problem: 'status' | 'type' | 'unreadable' | 'empty-title' | 'self' | 'no-self' | 'no-etag' | 'updated' | 'entry-id' | 'entry-twice' | 'entry-title' | 'entry-url' | 'entry-date' | 'too-many' | 'too-large';
  readonly detail: string;
}

const types: Readonly<Record<ReadFeed['kind'], RegExp>> = { rss: /^application\/rss\+xml/, atom: /^application\/atom\+xml/, json: /^application\/feed\+json/, sitemap: /^(application|text)\/xml/, 'sitemap-index': /^(application|text)\/xml/ };
/** sitemaps.org: 50,000 addresses and 50 MB; the news site map 1,000. */
const urlsMax = 50_000;
const newsUrlsMax = 1_000;
const bytesMax = 50 * 1024 * 1024;

const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text));
const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

/** Judges what a reader found: an empty list is a valid document. RSS 2.0, RFC 4287, JSON Feed 1.1, sitemaps.org. */
export const judge = (fetched: Fetched): FeedProblem[] => {
  if (fetched.status !== 200) return [{ problem: 'status', detail: String(fetched.status) }];
  const { read } = fetched;
  if (!read) return [{ problem: 'unreadable', detail: fetched.unreadable ?? '' }];
  const isMap = read.kind === 'sitemap' || read.kind === 'sitemap-index';
  const problems: FeedProblem[] = [];
  if (!types[read.kind].test(fetched.contentType)) problems.push({ problem: 'type', detail: fetched.contentType });
  if (fetched.etag === undefined && fetched.lastModified === undefined) problems.push({ problem: 'no-etag', detail: '' });
  if (fetched.bytes > bytesMax) problems.push({ problem: 'too-large', detail: String(fetched.bytes) });
  const most = fetched.path.includes('news-sitemap') ? newsUrlsMax : urlsMax;
  if (read.entries.length > most) problems.push({ problem: 'too-many', detail: String(read.entries.length) });
  return [...problems, ...(isMap ? [] : headProblems(fetched.path, read)), ...entryProblems(read, isMap)];
};

const headProblems = (path: string, read: ReadFeed): FeedProblem[] => {
  const problems: FeedProblem[] = [];
  if (!read.title) problems.push({ problem: 'empty-title', detail: '' });
  if (read.selfUrl === undefined) problems.push({ problem: 'no-self', detail: '' });
  else if (pathOf(read.selfUrl) !== pathOf(`http://here${path}`)) problems.push({ problem: 'self', detail: read.selfUrl });
  if (read.kind !== 'json' && (read.updated === undefined || !isDate(read.updated))) problems.push({ problem: 'updated', detail: read.updated ?? '' });
  return problems;
};

/** The first of each kind: a feed that is wrong is wrong in each entry. */
const entryProblems = (read: ReadFeed, isMap: boolean): FeedProblem[] => {
  const found = new Map<FeedProblem['problem'], string>();
  const note = (problem: FeedProblem['problem'], detail: string): void => {
    if (!found.has(problem)) found.set(problem, detail);
  };
  const seen = new Set<string>();
  for (const { id, title, url, date } of read.entries) {
    const name = id ?? url ?? title ?? '?';
    if (id === undefined || id === '') note('entry-id', name);
    else if (seen.has(id)) note('entry-twice', id);
    else seen.add(id);
    if (!isMap && !title) note('entry-title', name);
    if (url === undefined || !URL.canParse(url)) note('entry-url', url ?? name);
    if (date === undefined ? !isMap : !isDate(date)) note('entry-date', date ?? name);
  }
  return [...found].map(([problem, detail]) => ({ problem, detail }));
};
