import type { Credit, MediaRef } from '@wiredesk/content';

import { textFromBase64 } from '../decode/base64.js';
import { draftOf, type Draft, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { urgencyOf } from '../draft/urgency.js';
import { absolute } from '../feed/base.js';
import { looseHtml } from '../html/plain.js';
import { nitfDate } from '../nitf/date.js';
import { nitfHtml } from '../nitf/markup.js';
import { nitfBody } from '../nitf/parse.js';
import { attributeAt, deep, kid, kids, textAtPath } from '../xml/by-local.js';
import { attributeOf, elementsOf, markupIn, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

/** The items of a NewsML 1.x document. IPTC NewsML 1.2. */
export const parseNewsMl1 = (root: XmlElement, reading: Reading): Piece[] => kids(root, 'newsitem').map((item, i) => parseItem(item, `NewsItem ${i + 1}`, reading));

/** Provider, date and id make the identity; the public identifier ends in the revision, which is no part of it. */
const guidOf = (item: XmlElement): string | undefined => {
  const identifier = kid(item, 'identification', 'newsidentifier');
  const parts = [textAtPath(identifier, 'providerid'), textAtPath(identifier, 'dateid'), textAtPath(identifier, 'newsitemid')];
  if (parts.every((part) => part !== undefined)) return `urn:newsml:${parts.join(':')}`;
  return textAtPath(identifier, 'publicidentifier')?.replace(/:\d+[A-Z]?$/, '');
};

const parseItem = (item: XmlElement, place: string, reading: Reading): Piece => {
  const guid = guidOf(item);
  if (guid === undefined) return { kind: 'refused', reason: { code: 'no-id', detail: `${place} has no NewsIdentifier with ProviderId, DateId and NewsItemId.` } };
  const management = kid(item, 'newsmanagement');
  const modified = nitfDate(textAtPath(management, 'thisrevisioncreated'), reading.dates);
  const version = textAtPath(item, 'identification', 'newsidentifier', 'revisionid') ?? modified?.at;
  const status = attributeAt(management, 'formalname', 'status')?.toLowerCase() ?? 'usable';
  if (/^(?:cancell?ed|withheld)$/.test(status)) return { kind: 'removal', guid, ...given('version', version), reason: status === 'withheld' ? 'withheld' : 'canceled', ...given('at', modified?.at) };
  const component = kid(item, 'newscomponent');
  if (!component) return { kind: 'refused', guid, reason: { code: 'no-article', detail: `${place} has no NewsComponent: an update of, or a list for other items. It is kept as it was sent, and not published.` } };
  const main = deep(item, 'newscomponent').find((one) => kid(one, 'newslines', 'headline')) ?? component;
  const lines = kid(main, 'newslines');
  const { media: inText, ...body } = bodyIn(item);
  const descriptive = deep(item, 'descriptivemetadata')[0];
  return draftOf({
    ...body,
    place,
    guid,
    ...given('version', version),
    ...given('title', textAtPath(lines, 'headline') ?? body.title),
    ...given('subtitle', textAtPath(lines, 'subheadline') ?? body.subtitle),
    byline: bylineOf(main, lines, body.byline ?? []),
    ...given('credit', creditOf(item, lines)),
    ...given('language', attributeAt(descriptive, 'formalname', 'language') ?? attributeOf(item, 'xml:lang')),
    ...given('published', nitfDate(textAtPath(management, 'firstcreated'), reading.dates) ?? modified),
    ...given('modified', modified),
    ...given('embargo', status === 'embargoed' ? embargoOf(management, reading) : undefined),
    categories: deep(descriptive, 'subjectcode').flatMap((code) => elementsOf(code)).flatMap((subject) => attributeOf(subject, 'formalname') ?? []).map((code) => ({ code })),
    keywords: [...kids(lines, 'keywordline').flatMap((line) => textOf(line) ?? []), ...kids(descriptive, 'property').filter((property) => attributeOf(property, 'formalname') === 'Keyword').flatMap((property) => attributeOf(property, 'value') ?? [])],
    ...given('urgency', urgencyOf(attributeAt(management, 'formalname', 'urgency'))),
    media: [...(inText ?? []), ...mediaIn(item, reading)],
    rights: {
      ...given('holder', deep(item, 'copyrightholder').map(textOf).find((text) => text !== undefined)),
      ...given('notice', textAtPath(lines, 'copyrightline')),
      ...given('terms', textAtPath(lines, 'rightsline') ?? deep(item, 'usagerights').map(textOf).find((text) => text !== undefined)),
    },
    unknown: { ...given('slugline', textAtPath(lines, 'slugline')), ...given('dateline', textAtPath(lines, 'dateline')), ...given('newsLines', newsLines(lines)) },
  });
};

/** Lines by type, such as AdvisoryLine: notes for editors. */
const newsLines = (lines: XmlElement | undefined): Readonly<Record<string, string>> | undefined => {
  const typed = kids(lines, 'newsline').flatMap((line) => {
    const text = textAtPath(line, 'newslinetext');
    return text === undefined ? [] : [[attributeAt(line, 'formalname', 'newslinetype') ?? 'line', text] as const];
  });
  return typed.length === 0 ? undefined : Object.fromEntries(typed);
};

type Body = Pick<Draft, 'title' | 'subtitle' | 'abstract' | 'bodyHtml' | 'bodyText' | 'byline' | 'media'>;

/** Of the texts among the contents the longest: beside the story stand its headline, its teaser and its captions. */
const bodyIn = (item: XmlElement): Body => {
  const bodies = deep(item, 'contentitem').flatMap(bodyOf);
  return bodies.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? {};
};

const lengthOf = (body: Body): number => (body.bodyHtml ?? body.bodyText ?? '').replace(/<[^>]*>/g, '').length;

/** The text of a content: NITF or HTML as elements, else as text. */
const bodyOf = (content: XmlElement): Body[] => {
  const encoding = kid(content, 'encoding');
  const data = kid(content, 'datacontent') ?? kid(encoding, 'datacontent');
  if (!data || attributeOf(content, 'href') !== undefined) return [];
  if (encoding) {
    const decoded = /base64/i.test(attributeOf(encoding, 'notation') ?? '') ? textFromBase64(textOf(data) ?? '') : undefined;
    return decoded === undefined ? [] : [textBody(decoded)];
  }
  const elements = elementsOf(data);
  const nitf = elements.find(({ local }) => local === 'nitf');
  if (nitf) return [nitfBody(nitf)];
  const html = elements.find(({ local }) => local === 'html');
  if (html) return [{ ...given('title', textAtPath(html, 'head', 'title')), bodyHtml: markupIn(kid(html, 'body') ?? html) }];
  if (elements.length > 0) return [{ bodyHtml: nitfHtml(data) }];
  const text = textOf(data);
  return text === undefined ? [] : [textBody(text)];
};

const textBody = (text: string): Body => (/<(?:p|br|div)\b/i.test(text) ? { bodyHtml: looseHtml(text) } : { bodyText: text });

const bylineOf = (main: XmlElement, lines: XmlElement | undefined, inBody: readonly string[]): readonly string[] => {
  const line = textAtPath(lines, 'byline');
  if (line !== undefined) return [line.replace(/^by:?\s+/i, '')];
  const creators = deep(kid(main, 'administrativemetadata', 'creator'), 'party').flatMap((party) => attributeOf(party, 'formalname') ?? []);
  return creators.length > 0 ? creators : inBody;
};

const creditOf = (item: XmlElement, lines: XmlElement | undefined): Credit | undefined => {
  const administrative = deep(item, 'administrativemetadata')[0];
  const name = textAtPath(lines, 'creditline') ?? attributeAt(administrative, 'formalname', 'source', 'party') ?? attributeAt(administrative, 'formalname', 'provider', 'party') ?? textAtPath(item, 'identification', 'newsidentifier', 'providerid');
  return name === undefined ? undefined : { name };
};

/** Embargoed until the time at which the status is announced to become Usable; without one, no end is known. */
const embargoOf = (management: XmlElement | undefined, reading: Reading): string => {
  const change = kids(management, 'statuswillchange').find((one) => /usable/i.test(attributeAt(one, 'formalname', 'futurestatus') ?? ''));
  return nitfDate(textAtPath(change, 'dateandtime'), reading.dates)?.at ?? 'open';
};

/** One reference for each component: its contents are the same picture or film in several sizes. */
const mediaIn = (item: XmlElement, reading: Reading): MediaRef[] =>
  deep(item, 'newscomponent').flatMap((component) => {
    const candidates = kids(component, 'contentitem').flatMap((content) => {
      const url = absolute(attributeOf(content, 'href'), reading.source.baseUrl);
      return url === undefined || !/^https?:/.test(url) ? [] : [{ url, content, bytes: Number(textAtPath(content, 'characteristics', 'sizeinbytes')) || 0 }];
    });
    const best = candidates.toSorted((a, b) => b.bytes - a.bytes)[0];
    return best ? [{ url: best.url, ...given('type', attributeAt(best.content, 'formalname', 'mimetype') ?? attributeAt(best.content, 'formalname', 'format')) }] : [];
  });
