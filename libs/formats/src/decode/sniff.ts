import type { Warning } from '@wiredesk/content';

import { isObject } from '../json/read-json.js';
import type { Format } from '../parse-result.js';

export type Sniffed = { readonly format: Format; readonly warnings: readonly Warning[] } | { readonly unsupported: string };

/** What is read, for whoever sent something else. */
export const formatsRead = 'ninjs (1 to 3), Superdesk JSON, JSON Feed (1.0, 1.1), NewsML-G2, NewsML 1.x, NITF, RSS (0.9x, 1.0, 2.0), Atom (1.0, 0.3; feed, entry or deleted-entry), HTML page';

const contentTypes: Readonly<Record<Format, RegExp>> = {
  html: /html/, rss: /xml|rss/, rdf: /xml|rdf|rss/, atom: /xml|atom/, 'json-feed': /json/, ninjs: /json/, 'newsml-g2': /xml|newsml/, 'newsml-1': /xml|newsml/, nitf: /xml|nitf/,
};

const ninjsIds = ['uri', 'guid', '_id', 'evolvedfrom'];

/** The format of a parsed JSON value, by its fields. */
const sniffJson = (value: unknown): Format | undefined => {
  if (isObject(value) && typeof value['version'] === 'string' && /^https?:\/\/jsonfeed\.org\/version\//.test(value['version'])) return 'json-feed';
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  return items.some((one) => isObject(one) && ninjsIds.some((name) => name in one)) ? 'ninjs' : undefined;
};

/** Past byte order mark, white space, declarations, comments and doctype. */
const skipProlog = (text: string): { readonly at: number; readonly htmlDoctype: boolean } => {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let htmlDoctype = false;
  for (;;) {
    while (at < text.length && /\s/.test(text[at] as string)) at += 1;
    let end: number;
    if (text.startsWith('<?', at)) end = text.indexOf('?>', at);
    else if (text.startsWith('<!--', at)) end = text.indexOf('-->', at);
    else if (/^<!doctype/i.test(text.slice(at, at + 9))) {
      htmlDoctype ||= /^<!doctype\s+html/i.test(text.slice(at, at + 40));
      const subset = text.indexOf('[', at);
      end = text.indexOf('>', at);
      if (subset !== -1 && subset < end) end = text.indexOf(']', subset);
    } else return { at, htmlDoctype };
    if (end === -1) return { at, htmlDoctype };
    const close = text.indexOf('>', end);
    if (close === -1) return { at, htmlDoctype };
    at = close + 1;
  }
};

const g2Roots = new Set(['newsitem', 'packageitem', 'newsmessage', 'conceptitem', 'knowledgeitem', 'planningitem', 'catalogitem']);
const htmlTags = /^(?:html|head|body|div|article|p|h[1-6]|section|main|table|span|center|ul|ol|blockquote|figure|img|a|br|meta|title|link|script|style)$/;
const startCharsMax = 4_000;

/** Markup's format by its root element. */
const sniffMarkup = (text: string): Format | { readonly unsupported: string } => {
  const { at, htmlDoctype } = skipProlog(text);
  const start = text.slice(at, at + startCharsMax);
  const root = /^<([\w:.-]{1,100})/.exec(start)?.[1] ?? '';
  const local = root.slice(root.lastIndexOf(':') + 1).toLowerCase();
  if (local === 'rss') return 'rss';
  if (local === 'rdf' && /purl\.org\/rss\/1\.0|netscape\.com\/rdf/.test(start)) return 'rdf';
  if (local === 'feed' || local === 'entry' || local === 'deleted-entry') return 'atom';
  if (g2Roots.has(local)) return 'newsml-g2';
  if (local === 'nitf') return 'nitf';
  if (local === 'newsml') return 'newsml-1';
  if (local === 'channel') return { unsupported: 'RSS 1.1 (root Channel), which nobody sends any more' };
  if (htmlDoctype || htmlTags.test(local)) return 'html';
  return { unsupported: root === '' ? `text that begins "${start.slice(0, 40).trim()}"` : `XML with the root <${root}>` };
};

/** What a payload is. The content decides over the content type; where they disagree that is a warning. */
export const sniff = (text: string, json: unknown, contentType: string | undefined): Sniffed => {
  const found = json === undefined ? sniffMarkup(text) : (sniffJson(json) ?? { unsupported: 'JSON that is neither a JSON Feed nor an item with uri, guid or _id' });
  if (typeof found !== 'string') return found;
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const fits = type === '' || type === 'application/octet-stream' || type === 'text/plain' || type.includes('cloudevents') || contentTypes[found].test(type);
  return { format: found, warnings: fits ? [] : [{ code: 'content-type-mismatch', detail: `sent as ${type}, it is ${found}` }] };
};
