import { publishedOf, rightsOf, sourceOf, summaryOf, updatedOf, type FeedEntry, type FeedFormat, type FeedHead, type Tombstone } from './feed.js';
import { element, emptyElement, xmlText } from './xml.js';

/** RFC 4287 §4.2.6: never changes, wherever the portal moves. */
export const atomId = (itemId: string): string => `urn:uuid:${itemId}`;

const entry = (one: FeedEntry): string => {
  const { article, row } = one;
  const source = sourceOf(one);
  const authors = article.byline?.length ? article.byline : [source.name];
  return [
    `<entry xml:lang="${xmlText(article.language)}">\n`,
    element('id', atomId(row.item_id)),
    element('title', article.title),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: one.url }),
    source.url === undefined ? '' : emptyElement('link', { rel: 'via', href: source.url, title: source.name }),
    ...article.media.filter((each) => /^https?:\/\//i.test(each.url)).map((each) => emptyElement('link', { rel: 'enclosure', href: each.url, type: each.type, title: each.caption })),
    element('published', publishedOf(one).toISOString()),
    element('updated', updatedOf(row).toISOString()),
    ...authors.map((name) => `<author>${element('name', name).trim()}</author>\n`),
    ...row.categories.map((term) => emptyElement('category', { term, label: article.categories.find((each) => each.code === term)?.name })),
    element('summary', summaryOf(one)),
    element('content', one.html, { type: 'html' }),
    element('rights', rightsOf(one)),
    '</entry>\n',
  ].join('');
};

/** RFC 6721 §3. */
const tombstone = ({ itemId, when }: Tombstone): string => emptyElement('at:deleted-entry', { ref: atomId(itemId), when: when.toISOString() });

const document = (head: FeedHead, entries: readonly string[], tombstones: readonly Tombstone[]): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>\n',
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${xmlText(head.language)}">\n`,
    element('id', head.feedUrl),
    element('title', head.title),
    element('subtitle', head.description),
    element('updated', head.updated.toISOString()),
    `<author>${element('name', head.generator).trim()}</author>\n`,
    element('generator', head.generator),
    emptyElement('link', { rel: 'self', type: 'application/atom+xml', href: head.selfUrl }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: head.pageUrl }),
    head.hubUrl === undefined ? '' : emptyElement('link', { rel: 'hub', href: head.hubUrl }),
    head.nextUrl === undefined ? '' : emptyElement('link', { rel: 'next', type: 'application/atom+xml', href: head.nextUrl }),
    head.firstUrl === undefined ? '' : emptyElement('link', { rel: 'first', type: 'application/atom+xml', href: head.firstUrl }),
    head.isArchive ? emptyElement('link', { rel: 'current', type: 'application/atom+xml', href: head.feedUrl }) : '',
    head.prevArchiveUrl === undefined ? '' : emptyElement('link', { rel: 'prev-archive', type: 'application/atom+xml', href: head.prevArchiveUrl }),
    head.nextArchiveUrl === undefined ? '' : emptyElement('link', { rel: 'next-archive', type: 'application/atom+xml', href: head.nextArchiveUrl }),
    head.isArchive ? emptyElement('fh:archive', {}) : '',
    ...tombstones.map(tombstone),
    ...entries,
    '</feed>\n',
  ].join('');

/** Atom 1.0 (RFC 4287), paged and archived (RFC 5005), with tombstones (RFC 6721): without them readers keep what was removed. */
export const atom: FeedFormat = { contentType: 'application/atom+xml; charset=utf-8', entry, document };
