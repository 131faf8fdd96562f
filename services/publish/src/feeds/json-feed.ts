import { publishedOf, rightsOf, sourceOf, summaryOf, updatedOf, type FeedEntry, type FeedFormat, type FeedHead, type Tombstone } from './feed.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const entry = (one: FeedEntry): string => {
  const { article, row } = one;
  const source = sourceOf(one);
  const summary = summaryOf(one);
  const image = article.media.find((each) => /^https?:\/\//i.test(each.url) && (each.type === undefined || each.type.startsWith('image/')));
  return JSON.stringify({
    id: one.url,
    url: one.url,
    external_url: source.url,
    title: article.title,
    // One of content_html and content_text must be there (JSON Feed 1.1).
    ...(one.html === undefined ? { content_text: summary ?? article.title } : { content_html: one.html === '' ? `<p>${escaped(article.title)}</p>` : one.html }),
    summary,
    image: image?.url,
    date_published: publishedOf(one).toISOString(),
    date_modified: updatedOf(row).toISOString(),
    authors: (article.byline?.length ? article.byline : [source.name]).map((name) => ({ name })),
    tags: [...new Set([...row.categories, ...article.keywords])],
    language: article.language,
    attachments: article.media.filter((each) => each.type !== undefined && /^https?:\/\//i.test(each.url)).map((each) => ({ url: each.url, mime_type: each.type, title: each.caption })),
    _syndication: { status: 'usable', version: row.publication, source: source.name, rights: rightsOf(one), published_precision: article.published?.precision ?? 'assumed' },
  });
};

/** No content: an id, a version and the status, so that readers can remove their copy. */
const tombstone = (siteUrl: string, { itemId, publication, when }: Tombstone): string =>
  JSON.stringify({ id: `${siteUrl}/articles/${itemId}`, content_text: '', date_modified: when.toISOString(), _syndication: { status: 'taken_down', version: publication } });

const document = (head: FeedHead, entries: readonly string[], tombstones: readonly Tombstone[]): string => {
  const about = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: head.title,
    description: head.description,
    home_page_url: head.pageUrl,
    feed_url: head.selfUrl,
    next_url: head.nextUrl,
    language: head.language,
    hubs: head.hubUrl === undefined ? undefined : [{ type: 'WebSub', url: head.hubUrl }],
    _syndication: { updated: head.updated.toISOString() },
  });
  return `${about.slice(0, -1)},"items":[${[...entries, ...tombstones.map((each) => tombstone(head.siteUrl, each))].join(',')}]}`;
};

/** JSON Feed 1.1; what was removed is named by the extension `_syndication`. */
export const jsonFeed: FeedFormat = { contentType: 'application/feed+json; charset=utf-8', entry, document };
