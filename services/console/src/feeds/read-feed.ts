import type { ReadFeed } from './judge.decide.js';

type Link = { readonly rel?: string | undefined; readonly href?: string | undefined };
const hrefOf = (links: readonly Link[] | undefined, rel: string): string | undefined => links?.find((link) => (link.rel ?? 'alternate') === rel)?.href;

/**
 * Reads a feed with a reader that has nothing to do with the writer of ours (feedsmith; site maps and the form of XML
 * with saxes). Throws with what is wrong where it cannot be read. Both are loaded when somebody first asks.
 */
export const readFeed = async (text: string, contentType: string): Promise<ReadFeed> => {
  const isJson = /json/.test(contentType);
  const xml = isJson ? undefined : await readXml(text);
  if (xml?.root === 'urlset' || xml?.root === 'sitemapindex') {
    return { kind: xml.root === 'urlset' ? 'sitemap' : 'sitemap-index', title: undefined, selfUrl: undefined, hubUrl: undefined, updated: undefined, tombstones: 0, entries: xml.places.map(({ loc, lastmod }) => ({ id: loc, title: undefined, url: loc, date: lastmod })) };
  }
  const { parseFeed } = await import('feedsmith');
  const parsed = parseFeed(isJson ? JSON.parse(text) : text);
  if (parsed.format === 'rss') {
    const { feed } = parsed;
    const entries = (feed.items ?? []).map((item) => ({ id: item.guid?.value ?? item.link, title: item.title, url: item.link, date: item.pubDate }));
    return { kind: 'rss', title: feed.title, selfUrl: hrefOf(feed.atom?.links, 'self'), hubUrl: hrefOf(feed.atom?.links, 'hub'), updated: feed.lastBuildDate, tombstones: 0, entries };
  }
  if (parsed.format === 'atom') {
    const { feed } = parsed;
    const entries = (feed.entries ?? []).map((entry) => ({ id: entry.id, title: entry.title?.value, url: hrefOf(entry.links, 'alternate'), date: entry.updated }));
    return { kind: 'atom', title: feed.title?.value, selfUrl: hrefOf(feed.links, 'self'), hubUrl: hrefOf(feed.links, 'hub'), updated: feed.updated, tombstones: xml?.tombstones ?? 0, entries };
  }
  if (parsed.format === 'json') {
    const { feed } = parsed;
    const removed = new Set(removedIdsOf(text));
    const entries = (feed.items ?? []).filter((item) => !removed.has(item.id ?? '')).map((item) => ({ id: item.id, title: item.title, url: item.url, date: item.date_modified ?? item.date_published }));
    return { kind: 'json', title: feed.title, selfUrl: feed.feed_url, hubUrl: feed.hubs?.[0]?.url, updated: undefined, tombstones: removed.size, entries };
  }
  throw new Error(`it is a feed of the format ${parsed.format}, which is not published here`);
};

/** Entries that name what was removed, by the extension of our JSON Feed: the reader does not know it. */
const removedIdsOf = (text: string): string[] => {
  const { items = [] } = JSON.parse(text) as { items?: readonly { id?: unknown; _syndication?: { status?: unknown } }[] };
  return items.flatMap(({ id, _syndication }) => (_syndication?.status === 'taken_down' && typeof id === 'string' ? [id] : []));
};

const readXml = async (text: string) => {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: true, position: true });
  const places: { loc: string | undefined; lastmod: string | undefined }[] = [];
  let root: string | undefined;
  let tombstones = 0;
  let content = '';
  parser.on('opentag', ({ local, uri }) => {
    root ??= local;
    content = '';
    if (local === 'url' || local === 'sitemap') places.push({ loc: undefined, lastmod: undefined });
    if (local === 'deleted-entry' && uri === 'http://purl.org/atompub/tombstones/1.0') tombstones += 1;
  });
  parser.on('text', (piece) => (content += piece));
  parser.on('closetag', ({ local, uri }) => {
    const place = places.at(-1);
    if (place && uri === 'http://www.sitemaps.org/schemas/sitemap/0.9' && local === 'loc') place.loc = content.trim();
    if (place && uri === 'http://www.sitemaps.org/schemas/sitemap/0.9' && local === 'lastmod') place.lastmod = content.trim();
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return { root, places, tombstones };
};
