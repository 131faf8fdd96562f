import type { MediaRef } from '@wiredesk/content';

import { parseDate } from '../date.js';
import { draftOf, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { absolute } from '../feed/base.js';
import { isObject, objectsOf, textOf, textsOf, type JsonObject } from '../json/read-json.js';
import { failure, type ParseFailure } from '../parse-result.js';

const read = new Set([
  'id', 'url', 'external_url', 'title', 'content_html', 'content_text', 'summary', 'image', 'banner_image', 'date_published', 'date_modified', 'author', 'authors', 'tags', 'language', 'attachments',
]);

/** The items of a JSON Feed, 1.0 or 1.1 (jsonfeed.org/version/1.1); 422 where it has no list of them, which the format requires. */
export const parseJsonFeed = (feed: JsonObject, reading: Reading): Piece[] | ParseFailure => {
  if (!Array.isArray(feed['items'])) return failure(422, 'items-missing', 'This is a JSON Feed without "items". Send its articles in a list of that name; an empty list where there are none.');
  const items = feed['items'] as unknown[];
  const base = absolute(textOf(feed['home_page_url']), reading.source.baseUrl) ?? reading.source.baseUrl;
  return items.map((item, i) => {
    const place = `items[${i}]`;
    return isObject(item) ? parseItem(item, feed, base, place, reading) : { kind: 'refused', reason: { code: 'not-an-object', detail: `${place} is no object.` } };
  });
};

const parseItem = (item: JsonObject, feed: JsonObject, base: string | undefined, place: string, reading: Reading): Piece => {
  const url = absolute(textOf(item['url']), base);
  const external = absolute(textOf(item['external_url']), base);
  const modified = parseDate(textOf(item['date_modified']), reading.dates);
  const html = textOf(item['content_html']);
  const text = textOf(item['content_text']);
  const summary = textOf(item['summary']);
  return draftOf({
    place,
    ...given('guid', textOf(item['id'])),
    ...given('version', modified?.at),
    ...given('title', textOf(item['title'])),
    ...given('abstract', html === undefined && text === undefined ? undefined : summary),
    ...(html === undefined ? given('bodyText', text ?? summary) : { bodyHtml: html }),
    byline: firstNames(item, feed),
    ...given('url', url ?? external),
    ...given('base', url ?? base),
    ...given('language', textOf(item['language']) ?? textOf(feed['language'])),
    ...given('published', parseDate(textOf(item['date_published']), reading.dates) ?? modified),
    ...given('modified', modified),
    keywords: textsOf(item['tags']),
    media: mediaOf(item, base),
    unknown: Object.fromEntries(Object.entries(item).filter(([name]) => !read.has(name))),
  });
};

const firstNames = (...holders: readonly JsonObject[]): string[] => {
  for (const holder of holders) {
    const people = [...objectsOf(holder['authors']), ...(isObject(holder['author']) ? [holder['author']] : [])];
    const names = people.map((person) => textOf(person['name'])).filter((name) => name !== undefined);
    if (names.length > 0) return names;
  }
  return [];
};

const mediaOf = (item: JsonObject, base: string | undefined): MediaRef[] => {
  const pictures = [item['image'], item['banner_image']].map((url) => absolute(textOf(url), base)).filter((url) => url !== undefined).map((url) => ({ url, type: 'image/*' }));
  const attachments = objectsOf(item['attachments']).flatMap((attachment) => {
    const url = absolute(textOf(attachment['url']), base);
    return url === undefined ? [] : [{ url, ...given('type', textOf(attachment['mime_type'])), ...given('caption', textOf(attachment['title'])) }];
  });
  return [...pictures, ...attachments];
};
