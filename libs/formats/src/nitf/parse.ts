import type { Credit } from '@wiredesk/content';

import { draftOf, type Draft, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { urgencyOf } from '../draft/urgency.js';
import { personName } from '../feed/person.js';
import type { RemovalReason } from '../parse-result.js';
import { attributeAt, deep, kid, kids, textAtPath } from '../xml/by-local.js';
import { attributeOf, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { nitfDate } from './date.js';
import { allNitfMedia, nitfHtml } from './markup.js';
import { table } from '../table.js';

const removals = table<RemovalReason>({ canceled: 'canceled', cancelled: 'canceled', withheld: 'withheld' });

/**
 * A document in NITF 3.x: its article or its own removal, and the removal of another document that it names
 * (`management-doc-idref` with `management-idref-status`). IPTC NITF 3.6.
 */
export const parseNitf = (root: XmlElement, reading: Reading): Piece[] => {
  const docdata = kid(root, 'head', 'docdata');
  const guid = attributeAt(docdata, 'id-string', 'doc-id');
  const issued = nitfDate(attributeAt(docdata, 'norm', 'date.issue'), reading.dates);
  const others = removalOfAnother(docdata, issued?.at);
  const status = attributeOf(docdata, 'management-status')?.toLowerCase() ?? 'usable';
  const reason = removals[status];
  if (reason !== undefined && guid !== undefined) return [{ kind: 'removal', guid, ...given('version', issued?.at), reason, ...given('at', issued?.at) }, ...others];
  const release = nitfDate(attributeAt(docdata, 'norm', 'date.release'), reading.dates);
  const toCome = release !== undefined && Date.parse(release.at) > Date.parse(reading.receivedAt) ? release.at : undefined;
  const published = nitfDate(attributeAt(root, 'date.publication', 'head', 'pubdata'), reading.dates) ?? release ?? issued;
  const article = draftOf({
    place: 'the document',
    ...given('guid', guid),
    ...given('version', issued?.at),
    ...nitfBody(root),
    ...given('credit', creditOf(root, docdata)),
    ...given('language', attributeOf(root, 'baselang') ?? attributeOf(root, 'xml:lang') ?? attributeOf(kid(root, 'body'), 'xml:lang')),
    ...given('published', published),
    ...given('modified', issued),
    ...given('embargo', toCome ?? (status === 'embargoed' ? 'open' : undefined)),
    ...given('expires', nitfDate(attributeAt(docdata, 'norm', 'date.expire'), reading.dates)),
    categories: deep(kid(root, 'head', 'tobject'), 'tobject.subject').flatMap(categoryOf),
    keywords: deep(docdata, 'keyword').flatMap((keyword) => attributeOf(keyword, 'key') ?? []),
    ...given('urgency', urgencyOf(attributeAt(docdata, 'ed-urg', 'urgency'))),
    rights: {
      ...given('holder', attributeAt(docdata, 'holder', 'doc.copyright') ?? attributeAt(docdata, 'owner', 'doc.rights')),
      ...given('terms', attributeAt(docdata, 'limitations', 'doc.rights')),
    },
    ...given('correctionNote', attributeAt(docdata, 'info', 'correction')),
    hops: kids(kid(docdata, 'del-list'), 'from-src').toSorted((a, b) => levelOf(a) - levelOf(b)).flatMap((hop) => attributeOf(hop, 'src-name') ?? []),
    unknown: { ...given('edMsg', attributeAt(docdata, 'info', 'ed-msg')), ...given('slugline', attributeAt(docdata, 'key', 'du-key')), ...given('dateline', textAtPath(root, 'body', 'body.head', 'dateline')) },
  });
  return [article, ...others];
};

const levelOf = (hop: XmlElement): number => Number(attributeOf(hop, 'level-number')) || 0;

const removalOfAnother = (docdata: XmlElement | undefined, version: string | undefined): Piece[] => {
  const guid = attributeOf(docdata, 'management-doc-idref');
  const reason = removals[attributeOf(docdata, 'management-idref-status')?.toLowerCase() ?? ''];
  return guid === undefined || reason === undefined ? [] : [{ kind: 'removal', guid, ...given('version', version), reason, ...given('at', version) }];
};

/** What the body of a NITF document says; also for NITF inside NewsML and ninjs. */
export const nitfBody = (root: XmlElement): Pick<Draft, 'title' | 'subtitle' | 'abstract' | 'bodyHtml' | 'byline' | 'media'> => {
  const body = kid(root, 'body');
  const head = kid(body, 'body.head');
  const content = kid(body, 'body.content');
  const lede = deep(content, 'p').find((paragraph) => attributeOf(paragraph, 'lede') === 'true');
  const hedline = kid(head, 'hedline') ?? kid(content, 'hedline');
  return {
    ...given('title', textAtPath(hedline, 'hl1') ?? textAtPath(root, 'head', 'title')),
    ...given('subtitle', textAtPath(hedline, 'hl2')),
    ...given('abstract', textAtPath(head, 'abstract') ?? textOf(lede)),
    ...given('bodyHtml', content && nitfHtml(content)),
    byline: kids(head, 'byline').flatMap(namesIn),
    media: content ? allNitfMedia(content) : [],
  };
};

/** People of a byline: those marked up as such, else its text without their job titles. */
const namesIn = (byline: XmlElement): string[] => {
  const people = deep(byline, 'person').flatMap((person) => textOf(person) ?? []);
  if (people.length > 0) return people;
  const text = byline.children.map((node) => (typeof node === 'string' ? node : node.local === 'byttl' ? '' : (textOf(node) ?? ''))).join('');
  const name = personName(text.replace(/\s+/g, ' ').trim().replace(/^by:?\s+/i, '').replace(/[,\s]+$/, ''));
  return name === '' ? [] : [name];
};

const creditOf = (root: XmlElement, docdata: XmlElement | undefined): Credit | undefined => {
  const distributor = kid(root, 'body', 'body.head', 'distributor');
  const name = textAtPath(distributor, 'org') ?? textOf(distributor) ?? attributeAt(docdata, 'regsrc', 'doc-id');
  return name === undefined ? undefined : { name };
};

const categoryOf = (subject: XmlElement): { code: string; name?: string }[] => {
  const name = ['tobject.subject.detail', 'tobject.subject.matter', 'tobject.subject.type'].map((attribute) => attributeOf(subject, attribute)).find((text) => text !== undefined);
  const code = attributeOf(subject, 'tobject.subject.refnum') ?? attributeOf(subject, 'tobject.subject.code') ?? name;
  return code === undefined ? [] : [{ code, ...given('name', name) }];
};
