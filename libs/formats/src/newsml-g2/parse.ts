import type { Category, Credit, PublishedAt } from '@wiredesk/content';

import { parseDate } from '../date.js';
import { draftOf, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { urgencyOf } from '../draft/urgency.js';
import { attributeAt, kid, kids, textAtPath } from '../xml/by-local.js';
import { attributeOf, elementsOf, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { contentOf } from './content.js';
import { rightsIn } from './rights.js';
import { table } from '../table.js';

const withoutArticle = table({
  packageitem: 'a package; its members come as items of their own',
  conceptitem: 'a concept, not an article',
  knowledgeitem: 'a list of concepts, not an article',
  planningitem: 'planning, not an article',
  catalogitem: 'a catalog, not an article',
});

/**
 * The items of a NewsML-G2 document: of a message each by itself, so that the cancel of one does not wait for the package
 * that it is in. Catalogs and schema locations are never fetched; a qcode stays a qcode. IPTC NewsML-G2 2.x.
 */
export const parseNewsMlG2 = (root: XmlElement, reading: Reading): Piece[] => {
  if (root.local !== 'newsmessage') return [parseItem(root, 'the item', reading)];
  return kids(root, 'itemset')
    .flatMap((set) => elementsOf(set))
    .map((item, i) => parseItem(item, `item ${i + 1}`, reading));
};

/** The last part of `stat:canceled` or of an address that ends in `/canceled`. */
const codeOf = (element: XmlElement | undefined): string | undefined => (attributeOf(element, 'qcode') ?? attributeOf(element, 'uri') ?? attributeOf(element, 'literal'))?.split(/[:/#]/).at(-1)?.toLowerCase();

const parseItem = (item: XmlElement, place: string, reading: Reading): Piece => {
  const guid = attributeOf(item, 'guid');
  if (guid === undefined) return { kind: 'refused', reason: { code: 'no-id', detail: `${place} (${item.local}) has no guid. Send one that stays the same for all its versions.` } };
  const meta = kid(item, 'itemmeta');
  const modified = parseDate(textAtPath(meta, 'versioncreated'), reading.dates);
  const version = attributeOf(item, 'version') ?? modified?.at;
  const status = codeOf(kid(meta, 'pubstatus')) ?? 'usable';
  const isNews = item.local === 'newsitem' || item.local === 'packageitem';
  if (isNews && /^(?:cancell?ed|withheld)$/.test(status)) {
    return { kind: 'removal', guid, version: version ?? '1', reason: status === 'withheld' ? 'withheld' : 'canceled', ...given('at', modified?.at) };
  }
  if (item.local !== 'newsitem') return { kind: 'refused', guid, reason: { code: 'no-article', detail: `${place} is ${withoutArticle[item.local] ?? `<${item.local}>, not an article`}. It is kept as it was sent, and not published.` } };
  if (status !== 'usable') return { kind: 'refused', guid, reason: { code: 'status-unknown', detail: `${place} has the pubStatus "${status.slice(0, 40)}", which is none of usable, withheld, canceled.` } };
  const content = kid(item, 'contentmeta');
  const { body, media } = contentOf(item, reading);
  const rights = rightsIn(item, reading);
  const published = [textAtPath(meta, 'firstcreated'), textAtPath(content, 'contentcreated')].map((date) => parseDate(date, reading.dates)).find((date) => date !== undefined) ?? modified;
  return draftOf({
    ...body,
    place,
    guid,
    ...given('version', version),
    ...given('title', headlineOf(content) ?? body.title ?? textAtPath(meta, 'title')),
    ...given('subtitle', textOf(kids(content, 'headline').find((headline) => /sub/.test(codeOfRole(headline)))) ?? body.subtitle),
    ...given('abstract', abstractOf(content) ?? body.abstract),
    ...(body.bodyHtml === undefined && body.bodyText === undefined ? given('bodyText', abstractOf(content)) : {}),
    byline: bylineOf(content, body.byline ?? []),
    ...given('credit', creditOf(content, meta)),
    ...given('language', attributeAt(content, 'tag', 'language') ?? attributeOf(item, 'xml:lang')),
    ...given('published', published),
    ...given('modified', modified),
    ...given('embargo', embargoOf(kid(meta, 'embargoed'), reading)),
    categories: categoriesOf(content),
    keywords: [...kids(content, 'keyword').flatMap((keyword) => textOf(keyword) ?? []), ...namedSubjects(content)],
    ...given('urgency', urgencyOf(textAtPath(content, 'urgency'))),
    media,
    ...rights,
    ...given('digitalSourceType', attributeAt(content, 'uri', 'digitalsourcetype') ?? attributeAt(content, 'qcode', 'digitalsourcetype')),
    hops: kids(kid(item, 'hophistory'), 'hop').toSorted((a, b) => Number(attributeOf(a, 'seq')) - Number(attributeOf(b, 'seq'))).flatMap((hop) => nameOrCode(kid(hop, 'party')) ?? []),
    unknown: {
      ...rights.unknown,
      ...given('slugline', textAtPath(content, 'slugline')),
      ...given('edNote', textAtPath(meta, 'ednote')),
      ...given('signals', nonEmpty(kids(meta, 'signal').flatMap((signal) => attributeOf(signal, 'qcode') ?? attributeOf(signal, 'uri') ?? []))),
      ...given('links', nonEmpty(kids(item, 'itemmeta').flatMap((one) => kids(one, 'link')).map((link) => ({ ...link.attributes })))),
    },
  });
};

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);
const codeOfRole = (element: XmlElement): string => (attributeOf(element, 'role') ?? attributeOf(element, 'roleuri') ?? '').split(/[:/#]/).at(-1)?.toLowerCase() ?? '';
const nameOrCode = (element: XmlElement | undefined): string | undefined => textAtPath(element, 'name') ?? attributeOf(element, 'literal') ?? attributeOf(element, 'qcode') ?? attributeOf(element, 'uri');

const headlineOf = (content: XmlElement | undefined): string | undefined => {
  const headlines = kids(content, 'headline');
  return textOf(headlines.find((headline) => /main|^$/.test(codeOfRole(headline))) ?? headlines[0]);
};

const abstractOf = (content: XmlElement | undefined): string | undefined => {
  const descriptions = kids(content, 'description');
  return textOf(descriptions.find((description) => /summary|abstract|lead/.test(codeOfRole(description))) ?? descriptions[0]);
};

const bylineOf = (content: XmlElement | undefined, inBody: readonly string[]): readonly string[] => {
  const by = kids(content, 'by').flatMap((one) => textOf(one) ?? []).map((text) => text.replace(/^by:?\s+/i, ''));
  if (by.length > 0) return by;
  const creators = kids(content, 'creator').flatMap((creator) => textAtPath(creator, 'name') ?? attributeOf(creator, 'literal') ?? []);
  return creators.length > 0 ? creators : inBody;
};

const creditOf = (content: XmlElement | undefined, meta: XmlElement | undefined): Credit | undefined => {
  const info = kid(content, 'infosource');
  const name = nameOrCode(info) ?? textAtPath(content, 'creditline') ?? textAtPath(meta, 'provider', 'name') ?? attributeAt(meta, 'literal', 'provider');
  return name === undefined ? undefined : { name, ...given('url', attributeOf(info, 'uri')) };
};

/** An empty `embargoed` has no known end. */
const embargoOf = (element: XmlElement | undefined, reading: Reading): string | undefined => {
  if (!element) return undefined;
  const until: PublishedAt | undefined = parseDate(textOf(element), reading.dates);
  return until?.at ?? 'open';
};

const isNamed = (subject: XmlElement): boolean => /person|organi[sz]ation|geoarea|poi|event|object/i.test(attributeOf(subject, 'type') ?? '');

const categoriesOf = (content: XmlElement | undefined): Category[] =>
  kids(content, 'subject').filter((subject) => !isNamed(subject)).flatMap((subject) => {
    const name = textAtPath(subject, 'name');
    const code = attributeOf(subject, 'qcode') ?? attributeOf(subject, 'uri') ?? attributeOf(subject, 'literal') ?? name;
    return code === undefined ? [] : [{ code, ...given('name', name) }];
  });

const namedSubjects = (content: XmlElement | undefined): string[] => kids(content, 'subject').filter(isNamed).flatMap((subject) => textAtPath(subject, 'name') ?? []);
