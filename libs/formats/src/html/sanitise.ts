import { cleanLine } from '@wiredesk/content';
import sanitizeHtml from 'sanitize-html';

import { boundHtml } from './bound-html.js';
import { flow } from './flow.js';

const blocks = ['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'hr', 'br', 'figure', 'figcaption', 'img', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];
const inline = ['a', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'sub', 'sup', 'small', 'mark', 'code', 'kbd', 'q', 'cite', 'abbr', 'time', 'ruby', 'rt', 'rp', 'span', 'bdi'];
const droppedWhole = ['script', 'style', 'template', 'form', 'svg', 'math', 'object', 'embed', 'iframe', 'video', 'audio', 'noscript', 'select', 'textarea', 'button', 'title', 'head', 'option', 'xmp', 'noembed', 'noframes', 'plaintext', 'applet', 'canvas'];

/** The URL if it may stand in a text: resolved, http or https (links also mailto). */
export const safeUrl = (raw: string | undefined, base: string | undefined, schemes: readonly string[]): string | undefined => {
  const text = raw?.trim() ?? '';
  if (text === '' || !URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  return schemes.includes(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined;
};

const noAttributes: Record<string, string> = {};
const linkSchemes = ['http:', 'https:', 'mailto:'];
const imageSchemes = ['http:', 'https:'];

/**
 * The body as it may be shown: an allow-list of elements and attributes, no style, class, id or handler, URLs resolved
 * and of known schemes, links that give no weight. Done once, when an item comes in; what is served is escaped again.
 */
export const sanitise = (html: string, base?: string): string => {
  const sanitised = sanitizeHtml(boundHtml(html), {
    allowedTags: [...blocks, ...inline, 'div'],
    nonTextTags: droppedWhole,
    allowedAttributes: { a: ['href', 'rel', 'title'], img: ['src', 'alt', 'width', 'height', 'loading'], time: ['datetime'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan', 'scope'], q: ['cite'], blockquote: ['cite'], '*': ['lang', 'dir'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nestingLimit: 60,
    transformTags: {
      h1: 'h2',
      section: 'div',
      article: 'div',
      center: 'div',
      main: 'div',
      a: (tagName, attributes) => {
        const href = safeUrl(attributes['href'], base, linkSchemes);
        return { tagName, attribs: href === undefined ? noAttributes : { href, rel: 'nofollow noopener' } };
      },
      img: (tagName, { src, alt, width, height }) => {
        const url = safeUrl(src, base, imageSchemes);
        const size = (value: string | undefined): string => (/^\d{1,5}$/.test(value ?? '') ? (value as string) : '');
        return { tagName, attribs: { ...(url === undefined ? {} : { src: url }), alt: cleanLine(alt ?? ''), loading: 'lazy', ...(size(width) && { width: size(width) }), ...(size(height) && { height: size(height) }) } };
      },
      q: (tagName, attributes) => ({ tagName, attribs: citeOf(attributes['cite'], base) }),
      blockquote: (tagName, attributes) => ({ tagName, attribs: citeOf(attributes['cite'], base) }),
    },
    exclusiveFilter: (frame) => (frame.tag === 'img' && !frame.attribs['src']),
    textFilter: (text) => text.replaceAll('\u0000', '').toWellFormed().replace(/[\u202a-\u202e\u2066-\u2069]/g, ''),
  });
  return flow(sanitised);
};

const citeOf = (raw: string | undefined, base: string | undefined): Record<string, string> => {
  const cite = safeUrl(raw, base, imageSchemes);
  return cite === undefined ? {} : { cite };
};

/** Media named in sanitised HTML. */
export const imagesOf = (html: string): string[] => [...html.matchAll(/<img[^>]*\ssrc="([^"]+)"/g)].map((match) => (match[1] as string).replaceAll('&amp;', '&'));
