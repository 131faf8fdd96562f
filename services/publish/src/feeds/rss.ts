import { publishedOf, rightsOf, sourceOf, summaryOf, type FeedEntry, type FeedFormat, type FeedHead } from './feed.js';
import { element, emptyElement, xmlText } from './xml.js';

const ttlMinutes = 5;
const rfc822 = (at: Date): string => at.toUTCString().replace('GMT', '+0000');

/** RSS has no bare day: the day itself is in dc:date, and pubDate is its beginning. */
const dayOf = ({ article }: FeedEntry): string | undefined => (article.published?.precision === 'day' ? article.published.day : undefined);

const entry = (one: FeedEntry): string => {
  const { article, row } = one;
  const source = sourceOf(one);
  const media = article.media.filter((each) => /^https?:\/\//i.test(each.url));
  return [
    '<item>\n',
    element('title', article.title),
    element('link', one.url),
    element('guid', one.url, { isPermaLink: 'true' }),
    element('pubDate', rfc822(publishedOf(one))),
    element('dc:date', dayOf(one)),
    // A description is HTML (RSS 2.0 best practices): the text is escaped once as HTML and once as XML.
    element('description', summaryOf(one) === undefined ? undefined : xmlText(summaryOf(one) ?? '')),
    element('content:encoded', one.html),
    ...(article.byline ?? []).map((name) => element('dc:creator', name)),
    ...row.categories.map((category) => element('category', category)),
    source.url === undefined ? element('dc:source', source.name) : element('source', source.name, { url: source.url }),
    element('dc:rights', rightsOf(one)),
    element('dc:language', article.language),
    ...media.map((each) => emptyElement('media:content', { url: each.url, type: each.type, width: each.width?.toString(), height: each.height?.toString() })),
    '</item>\n',
  ].join('');
};

const document = (head: FeedHead, entries: readonly string[]): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>\n',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">\n<channel>\n',
    element('title', head.title),
    element('link', head.pageUrl),
    element('description', head.description),
    element('language', head.language.toLowerCase()),
    element('lastBuildDate', rfc822(head.updated)),
    element('generator', head.generator),
    element('ttl', String(ttlMinutes)),
    emptyElement('atom:link', { rel: 'self', type: 'application/rss+xml', href: head.selfUrl }),
    head.hubUrl === undefined ? '' : emptyElement('atom:link', { rel: 'hub', href: head.hubUrl }),
    head.nextUrl === undefined ? '' : emptyElement('atom:link', { rel: 'next', type: 'application/rss+xml', href: head.nextUrl }),
    head.firstUrl === undefined ? '' : emptyElement('atom:link', { rel: 'first', type: 'application/rss+xml', href: head.firstUrl }),
    ...entries,
    '</channel>\n</rss>\n',
  ].join('');

/** RSS 2.0. It has no word for what was removed: the entry is not there any more, and lastBuildDate moves. */
export const rss: FeedFormat = { contentType: 'application/rss+xml; charset=utf-8', entry, document };
