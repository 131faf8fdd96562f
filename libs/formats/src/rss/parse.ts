import type { Credit, MediaRef } from '@wiredesk/content';

import { htmlOf } from '../atom/text.js';
import { parseDate } from '../date.js';
import { draftOf, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { absolute, baseIn } from '../feed/base.js';
import { rightsOf } from '../feed/licence.js';
import { mediaRss, unknownOf } from '../feed/media-rss.js';
import { personName } from '../feed/person.js';
import { looseHtml, plainOf, titleOf } from '../html/plain.js';
import { attributeOf, childOf, childrenOf, htmlIn, textAt, textOf, textsAt } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { removalOf } from './deletion.js';

const read = new Set([
  'title', 'link', 'guid', 'description', 'pubdate', 'author', 'category', 'enclosure', 'source', 'content:encoded', 'html:body', 'html:div', 'dc:title', 'dc:creator', 'dc:date', 'dc:subject',
  'dc:source', 'dc:language', 'dc:rights', 'dc:description', 'dc:publisher', 'dcterms:modified', 'dcterms:created', 'dcterms:issued', 'media:content', 'media:group', 'media:thumbnail',
  'media:keywords', 'media:title', 'media:description', 'media:credit', 'media:copyright', 'cc:license', 'prism:publicationdate', 'prism:publicationname', 'prism:keyword', 'atom:link', 'atom:content', 'atom:summary', 'atom:category', 'dc:author', 'itunes:summary', 'itunes:author', 'itunes:keywords', 'itunes:image',
  'atom:updated', 'atom:author', 'copyright', 'language', 'slash:comments', 'wfw:commentrss', 'comments', 'atom:published', 'prism:copyright', 'dcterms:license', 'dcterms:rightsholder',
]);

/** The items of RSS 0.9x and 2.0 (inside the channel) and of RSS 1.0 (beside it). */
export const parseRss = (root: XmlElement, reading: Reading): Piece[] => {
  const channel = childOf(root, 'channel');
  const link = absolute(textAt(channel, 'link'), reading.source.baseUrl) ?? reading.source.baseUrl;
  const declaredBase = baseIn(channel, baseIn(root, undefined, link), link);
  const items = [...childrenOf(channel, 'item'), ...childrenOf(root, 'item'), ...childrenOf(childOf(channel, 'items'), 'item')];
  return items.map((item, i) => parseItem(item, { channel, declaredBase, link, place: `item ${i + 1}` }, reading));
};

interface Around {
  readonly channel: XmlElement | undefined;
  /** By `xml:base` of the feed. */
  readonly declaredBase: string | undefined;
  /** The feed's own page: the base where none is declared. */
  readonly link: string | undefined;
  readonly place: string;
}

const parseItem = (item: XmlElement, around: Around, reading: Reading): Piece => {
  const declaredBase = baseIn(item, around.declaredBase, around.link);
  const guid = childOf(item, 'guid');
  const guidText = textOf(guid) ?? attributeOf(item, 'rdf:about');
  const permalink = guid && attributeOf(guid, 'ispermalink')?.toLowerCase() !== 'false' && /^https?:\/\//i.test(guidText ?? '') ? guidText : undefined;
  const alternate = childrenOf(item, 'atom:link').find((link) => ['alternate', undefined].includes(attributeOf(link, 'rel')));
  const url = absolute(textAt(item, 'link') ?? attributeOf(alternate, 'href') ?? permalink, declaredBase ?? around.link);
  const modified = parseDate(textAt(item, 'dcterms:modified', 'atom:updated'), reading.dates);
  const removal = removalOf(item, guidText ?? url, modified?.at, reading);
  if (removal) return removal;
  const title = childOf(item, 'title');
  const { body, abstract } = texts(item);
  const language = textAt(item, 'dc:language', 'language') ?? textAt(around.channel, 'language', 'dc:language');
  return draftOf({
    place: around.place,
    ...given('guid', guidText),
    ...given('version', modified?.at),
    ...given('title', titleOf(textOf(title), title?.cdata ?? false) ?? textAt(item, 'dc:title', 'media:title')),
    ...given('abstract', abstract),
    ...given('bodyHtml', body),
    byline: authorsOf(item),
    ...given('credit', creditOf(item)),
    ...given('url', url),
    ...given('base', declaredBase ?? url ?? around.link),
    ...given('language', language),
    ...given('published', parseDate(textAt(item, 'pubdate', 'dc:date', 'dcterms:issued', 'dcterms:created', 'prism:publicationdate', 'atom:published'), reading.dates) ?? modified),
    ...given('modified', modified),
    categories: [...textsAt(item, 'category'), ...textsAt(item, 'dc:subject'), ...childrenOf(item, 'atom:category').flatMap((category) => attributeOf(category, 'term') ?? [])].map((code) => ({ code })),
    keywords: [...textsAt(item, 'prism:keyword'), ...[...textsAt(item, 'media:keywords'), ...textsAt(item, 'itunes:keywords')].flatMap((words) => words.split(/[,，、]/))],
    media: [...enclosuresOf(item), ...mediaRss(item), ...itunesImage(item)],
    ...given('rights', rightsOf(item) ?? rightsOf(around.channel)),
    unknown: unknownOf(item, read),
  });
};

/** `content:encoded` is the body, and the description then its abstract; alone, the description is the body. */
const texts = (item: XmlElement): { body?: string; abstract?: string } => {
  const full = firstHtml(item, 'content:encoded', 'html:body', 'html:div') ?? htmlOf(childOf(item, 'atom:content'));
  const description = firstHtml(item, 'description', 'dc:description', 'itunes:summary', 'media:description') ?? htmlOf(childOf(item, 'atom:summary'));
  if (full === undefined) return description === undefined ? {} : { body: looseHtml(description) };
  return { body: looseHtml(full), ...(description === undefined || description === full ? {} : { abstract: plainOf(description) }) };
};

const firstHtml = (item: XmlElement, ...names: readonly string[]): string | undefined =>
  names.map((name) => childOf(item, name)).map((element) => (element ? htmlIn(element).trim() : '')).find((html) => html !== '');

const authorsOf = (item: XmlElement): string[] => {
  const creators = [...textsAt(item, 'dc:creator'), ...textsAt(item, 'dc:author')];
  const authors = creators.length > 0 ? creators : textsAt(item, 'author');
  const found = authors.length > 0 ? authors : childrenOf(item, 'atom:author').map((author) => textAt(author, 'atom:name')).filter((name) => name !== undefined);
  return (found.length > 0 ? found : textsAt(item, 'itunes:author')).map(personName);
};

const creditOf = (item: XmlElement): Credit | undefined => {
  const source = childOf(item, 'source');
  const name = textOf(source) ?? textAt(item, 'dc:source', 'prism:publicationname', 'dc:publisher');
  if (name === undefined) return undefined;
  const url = attributeOf(source, 'url') ?? (/^https?:\/\//.test(name) ? name : undefined);
  return { name, ...(url === undefined ? {} : { url }) };
};

const enclosuresOf = (item: XmlElement): MediaRef[] =>
  childrenOf(item, 'enclosure').flatMap((enclosure) => {
    const url = attributeOf(enclosure, 'url');
    const type = attributeOf(enclosure, 'type');
    return url === undefined ? [] : [{ url, ...(type === undefined ? {} : { type }) }];
  });

const itunesImage = (item: XmlElement): MediaRef[] => {
  const url = attributeOf(childOf(item, 'itunes:image'), 'href');
  return url === undefined ? [] : [{ url, type: 'image/*' }];
};
