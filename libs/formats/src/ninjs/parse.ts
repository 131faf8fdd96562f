import type { Warning } from '@wiredesk/content';

import { parseDate } from '../date.js';
import { draftOf, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { urgencyOf } from '../draft/urgency.js';
import { absolute } from '../feed/base.js';
import { personName } from '../feed/person.js';
import { isObject, objectsOf, textOf, textsOf, type JsonObject } from '../json/read-json.js';
import { bodyOf } from './body.js';
import { mediaOf } from './media.js';
import { embargoOf, statusOf } from './status.js';
import { versionOf, violationsOf, type NinjsVersion } from './violations.js';

/** Fields by lower-case name: 3.x writes `versionCreated` where 1.x and 2.x write `versioncreated`. */
const lowerNames = (item: JsonObject): JsonObject => Object.fromEntries(Object.entries(item).map(([name, value]) => [name.toLowerCase(), value]));

const read = new Set([
  'uri', 'guid', '_id', 'version', 'versioncreated', 'firstcreated', 'firstpublished', 'contentcreated', 'pubstatus', 'headline', 'headlines', 'title', 'subtitle', 'byline', 'by', 'authors', 'infosource', 'infosources',
  'source', 'embargoed', 'embargoeduntil', 'expires', 'expiry', 'language', 'urgency', 'service', 'services', 'subject', 'subjects', 'keywords', 'renditions', 'associations', 'copyrightholder', 'copyrightnotice', 'usageterms',
  'digitalsourcetype', 'type', '$standard', 'standard', 'mimetype', 'representationtype', 'descriptions', 'bodies', 'charcount', 'wordcount', 'readtime', 'priority',
]);
const isRead = (name: string): boolean => read.has(name) || (/^(?:body|description|headline)_/.test(name) && name !== 'body_footer');

/** One item, or each of an array of them: ninjs 1 to 3 and what Superdesk makes of it. IPTC ninjs 1.0–3.1. */
export const parseNinjs = (value: unknown, reading: Reading): Piece[] => {
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  return items.map((item, i) => {
    const place = items.length === 1 ? 'the item' : `item [${i}]`;
    return isObject(item) ? parseOne(item, place, reading) : { kind: 'refused', reason: { code: 'not-an-object', detail: `${place} is no object.` } };
  });
};

/** With `strict`, what breaks the schema is refused; else the sender is told, if it is ninjs that he means and not Superdesk's. */
const parseOne = (item: JsonObject, place: string, reading: Reading): Piece => {
  const strict = reading.source.strict ?? false;
  const violations = strict || 'uri' in item ? violationsOf(item, versionOf(item)) : [];
  const detail = `${place} breaks the schema of ninjs ${nameOf(versionOf(item))}: ${violations.join('; ')}`;
  const piece = parseItem(lowerNames(item), place, reading);
  if (violations.length === 0) return piece;
  if (strict && piece.kind !== 'removal') return { kind: 'refused', ...given('guid', textOf(item['uri'])), reason: { code: 'schema-violation', detail: `${detail}.` } };
  return piece.kind === 'draft' ? draftOf({ ...piece.draft, warnings: [...(piece.draft.warnings ?? []), { code: 'schema-violation', detail }] }) : piece;
};

const nameOf = ({ major, minor }: NinjsVersion): string => `${major}.${minor}`;

const parseItem = (item: JsonObject, place: string, reading: Reading): Piece => {
  const guid = textOf(item['uri']) ?? textOf(item['guid']) ?? textOf(item['_id']) ?? textOf(item['evolvedfrom']);
  if (guid === undefined) return { kind: 'refused', reason: { code: 'no-id', detail: `${place} has no uri, guid, _id or evolvedfrom. Send one that stays the same for all versions of the piece.` } };
  const modified = parseDate(textOf(item['versioncreated']), reading.dates);
  const version = textOf(item['version']) ?? modified?.at;
  const status = statusOf(item);
  if (status.kind === 'removal') return { kind: 'removal', guid, ...given('version', version), reason: status.reason, ...given('at', modified?.at) };
  if (status.kind === 'refused') return { kind: 'refused', guid, reason: { code: status.code, detail: `${place} ${status.detail}` } };
  const body = bodyOf(item);
  const url = urlOf(item, guid);
  const { media, warnings } = mediaOf(item, url ?? reading.source.baseUrl);
  const published = [item['firstpublished'], item['firstcreated'], item['contentcreated']].map((date) => parseDate(textOf(date), reading.dates)).find((date) => date !== undefined) ?? modified;
  const embargo = embargoOf(item, reading);
  return draftOf({
    guid,
    place,
    ...given('version', version),
    ...body,
    ...given('subtitle', textOf(item['subtitle'])),
    byline: bylineOf(item),
    ...given('credit', creditOf(item)),
    ...given('url', url),
    ...given('language', textOf(item['language'])),
    ...given('published', published),
    ...given('modified', modified),
    ...given('embargo', embargo.until),
    ...given('expires', parseDate(textOf(item['expires'] ?? item['expiry']), reading.dates)),
    categories: [...objectsOf(item['service']), ...objectsOf(item['services']), ...objectsOf(item['subject']), ...objectsOf(item['subjects'])].flatMap(categoryOf),
    keywords: textsOf(item['keywords']),
    ...given('urgency', urgencyOf(item['urgency'])),
    media,
    rights: rightsOf(item),
    ...given('digitalSourceType', sourceTypeOf(item['digitalsourcetype'])),
    unknown: Object.fromEntries(Object.entries(item).filter(([name]) => !isRead(name))),
    warnings: [...warnings, ...embargo.warnings, ...dateWarnings(item, modified)],
  });
};

const dateWarnings = (item: JsonObject, modified: unknown): Warning[] => {
  const given = textOf(item['versioncreated']);
  return given !== undefined && modified === undefined ? [{ code: 'date-unreadable', detail: `versioncreated is "${given.slice(0, 60)}"` }] : [];
};

/** Where readers find it: an own field, or the uri itself where that is a web address. */
const urlOf = (item: JsonObject, guid: string): string | undefined => absolute(textOf(item['url']) ?? textOf(item['canonicalurl']) ?? (/^https?:\/\//.test(guid) ? guid : undefined), undefined);

const bylineOf = (item: JsonObject): string[] => {
  const authors = objectsOf(item['authors']).map((author) => textOf(author['name'])).filter((name) => name !== undefined);
  if (authors.length > 0) return authors;
  const line = textOf(item['byline']) ?? textOf(item['by']);
  if (line !== undefined) return [personName(line.replace(/^by:?\s+/i, ''))];
  return [...objectsOf(item['people']), ...objectsOf(item['person'])].filter((person) => /creator|author|byline/i.test(textOf(person['rel']) ?? '')).map((person) => textOf(person['name'])).filter((name) => name !== undefined);
};

const creditOf = (item: JsonObject): { name: string; url?: string } | undefined => {
  const info = [...objectsOf(item['infosource']), ...objectsOf(item['infosources'])].find((source) => textOf(source['name']) ?? textOf(source['literal']));
  const name = (info && (textOf(info['name']) ?? textOf(info['literal']))) ?? textOf(item['source']);
  return name === undefined ? undefined : { name, ...given('url', info && absolute(textOf(info['uri']), undefined)) };
};

const categoryOf = (subject: JsonObject): { code: string; name?: string }[] => {
  const name = textOf(subject['name']);
  const code = textOf(subject['code']) ?? textOf(subject['qcode']) ?? textOf(subject['literal']) ?? textOf(subject['uri']) ?? name;
  return code === undefined ? [] : [{ code, ...given('name', name) }];
};

const rightsOf = (item: JsonObject): { holder?: string; notice?: string; terms?: string; licenceUri?: string } => {
  const info = [...(isObject(item['rightsinfo']) ? [item['rightsinfo']] : []), ...(Array.isArray(item['rightsinfo']) ? objectsOf(item['rightsinfo']) : [])].map(lowerNames);
  const licenceUri = info.map((rights) => textOf(rights['linkedrights'])).find((uri) => uri !== undefined);
  return {
    ...given('holder', textOf(item['copyrightholder'])),
    ...given('notice', textOf(item['copyrightnotice'])),
    ...given('terms', textOf(item['usageterms'])),
    ...given('licenceUri', licenceUri),
  };
};

/** 1.6, 2.2 and 3.1 write an object with uri and literal; earlier users a text. */
const sourceTypeOf = (value: unknown): string | undefined => (isObject(value) ? (textOf(value['uri']) ?? textOf(value['literal']) ?? textOf(value['name'])) : textOf(value));
