import type { MediaRef } from '@wiredesk/content';

import { given } from '../draft/given.js';
import { escapeHtml } from '../html/escape.js';
import { attributeAt, deep, kid, kids } from '../xml/by-local.js';
import { attributeOf, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { table } from '../table.js';

/** NITF's blocks by the HTML that says the same; what is not here and not HTML's keeps only its text. */
const htmlNames = table({
  hl1: 'h2', hl2: 'h2', block: 'div', bq: 'blockquote', 'nitf-table': 'div', 'body.content': 'div', credit: 'cite', q: 'q', chron: 'time',
});
const htmlOwn = new Set(['p', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'br', 'hr', 'pre', 'em', 'strong', 'sub', 'sup', 'a', 'ruby', 'rt', 'rp', 'cite', 'i', 'b', 'u', 'h2', 'h3', 'h4', 'div', 'span', 'img', 'blockquote', 'figure', 'figcaption']);
const dropped = new Set(['nitf-table-metadata', 'media-metadata', 'media-object', 'datasource', 'pronounce', 'nitf-col', 'nitf-colgroup', 'col', 'colgroup', 'body.end', 'custom-table', 'alt-code']);
const attributes = new Set(['href', 'src', 'alt', 'colspan', 'rowspan', 'lang', 'dir']);

/** The contents of NITF's `body.content` (or of any part of it) as HTML, not yet sanitised. */
export const nitfHtml = (element: XmlElement): string => element.children.map((node) => (typeof node === 'string' ? escapeHtml(node) : one(node))).join('');

const one = (element: XmlElement): string => {
  const { local } = element;
  if (dropped.has(local)) return '';
  if (local === 'media') return nitfMedia(element).map(figure).join('');
  const name = htmlNames[local] ?? (htmlOwn.has(local) ? local : '');
  if (name === '') return nitfHtml(element);
  if (name === 'br' || name === 'hr' || name === 'img') return `<${name}${attributesOf(element)}>`;
  return `<${name}${attributesOf(element)}>${nitfHtml(element)}</${name}>`;
};

const attributesOf = (element: XmlElement): string =>
  Object.entries(element.attributes)
    .filter(([name]) => attributes.has(name))
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');

const figure = ({ url, caption, type }: MediaRef): string =>
  /^(?:audio|video)/.test(type ?? '') ? `<p><a href="${escapeHtml(url)}">${escapeHtml(caption ?? url)}</a></p>` : `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(caption ?? '')}">${caption === undefined ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`}</figure>`;

/** The largest reference of each `media` element that has an address. */
export const nitfMedia = (media: XmlElement): MediaRef[] => {
  const references = kids(media, 'media-reference').filter((reference) => attributeOf(reference, 'source') !== undefined);
  const best = references.toSorted((a, b) => widthOf(b) - widthOf(a))[0];
  const url = attributeOf(best, 'source');
  if (!best || url === undefined) return [];
  const kind = attributeOf(media, 'media-type')?.toLowerCase();
  const type = attributeOf(best, 'mime-type') ?? (kind === 'image' || kind === 'photo' ? 'image/*' : kind === 'video' || kind === 'audio' ? `${kind}/*` : undefined);
  const height = Number(attributeOf(best, 'height'));
  return [
    {
      url,
      ...given('type', type),
      ...given('caption', textOf(kid(media, 'media-caption'))),
      ...given('credit', textOf(kid(media, 'media-producer')) ?? attributeAt(media, 'copyright', 'media-reference')),
      ...given('width', widthOf(best) || undefined),
      ...given('height', height > 0 ? height : undefined),
    },
  ];
};

const widthOf = (reference: XmlElement): number => Number(attributeOf(reference, 'width')) || 0;

export const allNitfMedia = (body: XmlElement): MediaRef[] => deep(body, 'media').flatMap(nitfMedia);
