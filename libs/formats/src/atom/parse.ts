import type { Credit, MediaRef, Warning } from '@wiredesk/content';

import { parseDate } from '../date.js';
import { draftOf, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { absolute, baseIn } from '../feed/base.js';
import { rightsOf } from '../feed/licence.js';
import { mediaRss, unknownOf } from '../feed/media-rss.js';
import { looseHtml, plainOf } from '../html/plain.js';
import { attributeOf, childOf, childrenOf, elementsOf, textAt, textOf, textsAt } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { htmlOf, lineOf } from './text.js';

const read = new Set([
  'atom:id', 'atom:title', 'atom:link', 'atom:updated', 'atom:published', 'atom:author', 'atom:contributor', 'atom:category', 'atom:content', 'atom:summary', 'atom:rights', 'atom:source', 'atom:issued',
  'atom:modified', 'atom:created', 'atom:copyright', 'app:control', 'app:edited', 'dc:subject', 'dc:creator', 'dc:date', 'dc:rights', 'dc:source', 'dc:language', 'dcterms:valid', 'media:content',
  'media:group', 'media:thumbnail', 'media:keywords', 'cc:license', 'media:title', 'media:description', 'media:credit', 'media:copyright',
]);

/** The entries and tombstones of a feed, or the one of a document that is a bare `entry` or `at:deleted-entry`. RFC 4287, RFC 6721; Atom 0.3. */
export const parseAtom = (root: XmlElement, reading: Reading): Piece[] => {
  if (root.local === 'entry') return [parseEntry(root, { feed: undefined, declaredBase: undefined, link: reading.source.baseUrl, place: 'the entry' }, reading)];
  if (root.name === 'at:deleted-entry') return [tombstone(root, 'the deleted-entry', reading)];
  const link = absolute(linkOf(root, 'alternate'), reading.source.baseUrl) ?? reading.source.baseUrl;
  const declaredBase = baseIn(root, undefined, link);
  return elementsOf(root)
    .filter((element) => element.name === 'atom:entry' || element.name === 'entry' || element.name === 'at:deleted-entry')
    .map((element, i) => {
      const place = `entry ${i + 1}`;
      return element.local === 'entry' ? parseEntry(element, { feed: root, declaredBase, link, place }, reading) : tombstone(element, place, reading);
    });
};

interface Around {
  readonly feed: XmlElement | undefined;
  readonly declaredBase: string | undefined;
  readonly link: string | undefined;
  readonly place: string;
}

const tombstone = (element: XmlElement, place: string, reading: Reading): Piece => {
  const guid = attributeOf(element, 'ref');
  if (guid === undefined) return { kind: 'refused', reason: { code: 'no-id', detail: `${place} is a tombstone without \`ref\`. Send the id of the entry that it removes.` } };
  const when = parseDate(attributeOf(element, 'when'), reading.dates)?.at;
  return { kind: 'removal', guid, reason: 'deleted', ...given('version', when), ...given('at', when) };
};

const parseEntry = (entry: XmlElement, around: Around, reading: Reading): Piece => {
  const declaredBase = baseIn(entry, around.declaredBase, around.link);
  const base = declaredBase ?? around.link;
  const source = childOf(entry, 'atom:source');
  const guid = textAt(entry, 'atom:id', 'id');
  const modified = parseDate(textAt(entry, 'atom:updated', 'atom:modified', 'updated'), reading.dates);
  const expired = expiry(entry, reading);
  if (expired && guid !== undefined && Date.parse(expired.at) <= Date.parse(reading.receivedAt)) return { kind: 'removal', guid, reason: 'expired', ...given('version', modified?.at), at: expired.at };
  if (/^yes$/i.test(textAt(childOf(entry, 'app:control'), 'app:draft') ?? '')) {
    return { kind: 'refused', ...given('guid', guid), reason: { code: 'draft', detail: `${around.place} is marked as a draft (app:draft). Send it again without the mark when it may be published.` } };
  }
  const content = childOf(entry, 'atom:content') ?? childOf(entry, 'content');
  const body = htmlOf(content);
  const summary = htmlOf(childOf(entry, 'atom:summary') ?? childOf(entry, 'summary'));
  const url = absolute(linkOf(entry, 'alternate') ?? attributeOf(content, 'src'), base);
  return draftOf({
    place: around.place,
    ...given('guid', guid),
    ...given('version', modified?.at),
    ...given('title', lineOf(childOf(entry, 'atom:title') ?? childOf(entry, 'title'))),
    ...given('abstract', body === undefined || summary === undefined ? undefined : plainOf(summary)),
    ...given('bodyHtml', body ?? summary ?? mediaDescription(entry)),
    byline: firstNames(entry, source, around.feed),
    ...given('credit', creditOf(entry, source, base)),
    ...given('url', url),
    ...given('base', baseIn(content, declaredBase, base) ?? url ?? base),
    ...given('language', attributeOf(content, 'xml:lang') ?? attributeOf(entry, 'xml:lang') ?? textAt(entry, 'dc:language') ?? attributeOf(around.feed, 'xml:lang')),
    ...given('published', parseDate(textAt(entry, 'atom:published', 'atom:issued', 'atom:created', 'dc:date', 'published'), reading.dates) ?? modified),
    ...given('modified', modified),
    ...given('expires', expired),
    categories: [...childrenOf(entry, 'atom:category').flatMap(categoryOf), ...textsAt(entry, 'dc:subject').map((code) => ({ code }))],
    keywords: textsAt(entry, 'media:keywords').flatMap((words) => words.split(/[,，、]/)),
    media: [...enclosuresOf(entry, base), ...mediaRss(entry)],
    ...given('rights', rightsOf(entry) ?? rightsOf(source) ?? rightsOf(around.feed)),
    hops: hopsOf(entry, source),
    unknown: unknownOf(entry, read),
    warnings: contentWarnings(content),
  });
};

/** What is all the text of a film: paragraphs of its lines. */
const mediaDescription = (entry: XmlElement): string | undefined => {
  const text = textAt(entry, 'media:description') ?? textAt(childOf(entry, 'media:group'), 'media:description');
  return text === undefined ? undefined : looseHtml(text);
};

const linkOf = (element: XmlElement, rel: string): string | undefined => {
  const links = [...childrenOf(element, 'atom:link'), ...childrenOf(element, 'link')].filter((link) => (attributeOf(link, 'rel') ?? 'alternate').toLowerCase() === rel);
  const best = links.find((link) => /html/.test(attributeOf(link, 'type') ?? 'html')) ?? links[0];
  return attributeOf(best, 'href') ?? textOf(best);
};

/** The entry's own authors; else, as RFC 4287 §4.2.1 says, its source's; else the feed's. */
const firstNames = (...elements: readonly (XmlElement | undefined)[]): string[] => {
  for (const element of elements) {
    const names = [...childrenOf(element, 'atom:author'), ...childrenOf(element, 'author')].map((author) => textAt(author, 'atom:name', 'name') ?? textOf(author)).filter((name) => name !== undefined);
    const found = names.length > 0 ? names : textsAt(element, 'dc:creator');
    if (found.length > 0) return found;
  }
  return [];
};

/** Where an entry that was passed on comes from: its `source`, else the title of its `via` link. */
const creditOf = (entry: XmlElement, source: XmlElement | undefined, base: string | undefined): Credit | undefined => {
  const url = source && absolute(linkOf(source, 'alternate'), base);
  const via = childrenOf(entry, 'atom:link').find((link) => attributeOf(link, 'rel') === 'via');
  const name = lineOf(childOf(source, 'atom:title')) ?? textAt(entry, 'dc:source') ?? attributeOf(via, 'title');
  if (name === undefined) return undefined;
  return { name, ...given('url', url ?? absolute(attributeOf(via, 'href'), base)) };
};

const hopsOf = (entry: XmlElement, source: XmlElement | undefined): string[] => {
  const via = childrenOf(entry, 'atom:link').filter((link) => attributeOf(link, 'rel') === 'via').map((link) => attributeOf(link, 'href'));
  return [...via, textAt(source, 'atom:id')].filter((hop) => hop !== undefined);
};

const categoryOf = (category: XmlElement): { code: string; name?: string }[] => {
  const code = attributeOf(category, 'term') ?? textOf(category);
  return code === undefined ? [] : [{ code, ...given('name', attributeOf(category, 'label')) }];
};

const enclosuresOf = (entry: XmlElement, base: string | undefined): MediaRef[] =>
  childrenOf(entry, 'atom:link').flatMap((link) => {
    const url = attributeOf(link, 'rel')?.toLowerCase() === 'enclosure' ? absolute(attributeOf(link, 'href'), base) : undefined;
    return url === undefined ? [] : [{ url, ...given('type', attributeOf(link, 'type')), ...given('caption', attributeOf(link, 'title')) }];
  });

/** The end in `dcterms:valid` (DCMI Period: `start=…; end=…`). */
const expiry = (entry: XmlElement, reading: Reading): ReturnType<typeof parseDate> => parseDate(/\bend\s*=\s*([^;]+)/i.exec(textAt(entry, 'dcterms:valid') ?? '')?.[1], reading.dates);

const contentWarnings = (content: XmlElement | undefined): Warning[] => {
  const src = attributeOf(content, 'src');
  return src === undefined ? [] : [{ code: 'content-elsewhere', detail: `the content is only named (${src}), which is not fetched; send it with the entry` }];
};
