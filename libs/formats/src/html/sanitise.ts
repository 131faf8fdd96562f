import { cleanLine } from '@wiredesk/content';
import sanitizeHtml from 'sanitize-html';

import { given } from '../draft/given.js';
import { boundHtml } from './bound-html.js';
import { flow } from './flow.js';
import { sanitiseSimple } from './simple-html.js';
import { table } from '../table.js';

const blocks = ['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'hr', 'br', 'figure', 'figcaption', 'img', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];
const inline = ['a', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'sub', 'sup', 'small', 'mark', 'code', 'kbd', 'q', 'cite', 'abbr', 'time', 'ruby', 'rt', 'rp', 'span', 'bdi'];
const droppedWhole = ['script', 'style', 'template', 'form', 'svg', 'math', 'object', 'embed', 'iframe', 'video', 'audio', 'noscript', 'select', 'textarea', 'button', 'title', 'head', 'option', 'xmp', 'noembed', 'noframes', 'plaintext', 'applet', 'canvas'];

/** The URL if it may stand in a text: resolved, of a given scheme (`https:`), without user and password. */
export const safeUrl = (raw: string | undefined, base: string | undefined, schemes: readonly string[]): string | undefined => {
  const text = raw?.trim() ?? '';
  const url = text === '' ? null : URL.parse(text, base);
  return url && schemes.includes(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined;
};

const linkSchemes = ['http:', 'https:', 'mailto:'];
const imageSchemes = ['http:', 'https:'];

/** Controls but for white space, lone surrogates, bidi overrides and isolates, the two noncharacters that XML forbids. */
const unwanted = /(?![\t\n\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

const unwantedOnce = new RegExp(unwanted.source, 'u');

const cleanText = (text: string): string => text.replace(unwanted, '');

const pixels = (value: string | undefined): string | undefined => (/^\d{1,5}$/.test(value ?? '') ? value : undefined);

/** The attributes of a picture as it may be shown, in this order; without `src` it is none. */
const imageAttributes = ({ src, alt, width, height }: Readonly<Record<string, string | undefined>>, base: string | undefined): Record<string, string> => ({
  ...given('src', safeUrl(src, base, imageSchemes)),
  alt: cleanLine(alt ?? ''),
  loading: 'lazy',
  ...given('width', pixels(width)),
  ...given('height', pixels(height)),
});

const options = (base: string | undefined): sanitizeHtml.IOptions => ({
  ...constant,
  transformTags: {
    ...renamed,
    a: (tagName, attributes) => {
      const href = safeUrl(attributes['href'], base, linkSchemes);
      return { tagName, attribs: href === undefined ? noAttributes() : { href, rel: 'nofollow noopener' } };
    },
    img: (tagName, attributes) => ({ tagName, attribs: imageAttributes(attributes, base) }),
    q: (tagName, attributes) => ({ tagName, attribs: citeOf(attributes['cite'], base) }),
    blockquote: (tagName, attributes) => ({ tagName, attribs: citeOf(attributes['cite'], base) }),
  },
});

const noAttributes = (): Record<string, string> => ({});
const citeOf = (raw: string | undefined, base: string | undefined): Record<string, string> => given('cite', safeUrl(raw, base, imageSchemes)) as Record<string, string>;
const renamed = { h1: 'h2', section: 'div', article: 'div', center: 'div', main: 'div' };

const constant: sanitizeHtml.IOptions = {
  allowedTags: [...blocks, ...inline, 'div'],
  nonTextTags: droppedWhole,
  allowedAttributes: { a: ['href', 'rel', 'title'], img: ['src', 'alt', 'width', 'height', 'loading'], time: ['datetime'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan', 'scope'], q: ['cite'], blockquote: ['cite'], '*': ['lang', 'dir'] },
  // Every attribute that is an address has passed `safeUrl` above.
  allowedSchemesAppliedToAttributes: [],
  disallowedTagsMode: 'discard',
  nestingLimit: 60,
  exclusiveFilter: (frame) => frame.tag === 'img' && !frame.attribs['src'],
  textFilter: cleanText,
};

/** One base in a row is the rule: a feed's items share theirs. */
let latest: { readonly base: string | undefined; readonly options: sanitizeHtml.IOptions } = { base: undefined, options: options(undefined) };

/** The long way: any HTML, through a parser. */
export const sanitiseAny = (html: string, base?: string): string => {
  if (latest.base !== base) latest = { base, options: options(base) };
  return flow(sanitizeHtml(boundHtml(html), latest.options));
};

/**
 * The body as it may be shown: an allow-list of elements and attributes, no style, class, id or handler, URLs resolved
 * and of known schemes, links that give no weight. Done once, when an item comes in; what is served is escaped again.
 */
export const sanitise = (html: string, base?: string): string => {
  const simple = sanitiseSimple(html, { link: (href) => safeUrl(href, base, linkSchemes), image: (attributes) => imageAttributes(attributes, base), unwanted: unwantedOnce });
  return simple ?? sanitiseAny(html, base);
};

/** Media named in sanitised HTML. */
export const imagesOf = (html: string): string[] => [...html.matchAll(/<img[^>]*\ssrc="([^"]+)"/g)].map((match) => (match[1] as string).replaceAll('&amp;', '&'));

const embedded = /<(iframe|video|audio|source|embed)\b[^>]{0,2000}?\ssrc\s*=\s*["']?([^"'\s>]{1,2000})/gi;
const embeddedMax = 20;
const embeddedTypes = table({ iframe: 'text/html', video: 'video/*', audio: 'audio/*' });

/** What a body, not yet sanitised, embeds and may not show: films, sound and frames, as media with their addresses. */
export const embeddedIn = (html: string): { readonly url: string; readonly type?: string }[] =>
  /<(?:iframe|video|audio|embed)\b/i.test(html)
    ? [...html.matchAll(embedded)].slice(0, embeddedMax).map(([, name = '', url = '']) => ({ url: url.replaceAll('&amp;', '&'), ...given('type', embeddedTypes[name.toLowerCase()]) }))
    : [];
