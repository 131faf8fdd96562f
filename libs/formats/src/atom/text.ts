import { escapeHtml } from '../html/escape.js';
import { looseHtml, plainOf, titleOf } from '../html/plain.js';
import { attributeOf, childOf, htmlIn, markupIn, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

/** How the contents of a text construct are to be read: `text`, `html`, `xhtml` or a media type (RFC 4287 §3.1, §4.1.3; Atom 0.3 `mode`). */
const kindOf = (element: XmlElement): 'text' | 'html' | 'xhtml' | 'escaped' | 'other' => {
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase();
  const mode = attributeOf(element, 'mode')?.toLowerCase();
  if (mode === 'base64') return 'other';
  if (mode === 'xml' || type === 'xhtml' || /\+xml$|\/xml$/.test(type)) return 'xhtml';
  if (type === 'html' || (type === 'text/html' && mode === undefined)) return 'html';
  if (mode === 'escaped' || type === 'text/html') return 'escaped';
  return type === 'text' || type === 'text/plain' ? 'text' : 'other';
};

/** A text construct as HTML; undefined where it is empty or no text at all. */
export const htmlOf = (element: XmlElement | undefined): string | undefined => {
  if (!element) return undefined;
  const kind = kindOf(element);
  if (kind === 'other') return undefined;
  const div = childOf(element, 'html:div') ?? childOf(element, 'html:body') ?? childOf(element, 'atom:div');
  const plain = kind === 'text' && !element.children.some((child) => typeof child !== 'string');
  const html = (plain ? paragraphs(htmlIn(element)) : kind === 'xhtml' && div ? markupIn(div) : looseHtml(htmlIn(element))).trim();
  return html === '' ? undefined : html;
};

const paragraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p>${escapeHtml(part)}</p>`)
    .join('');

/** A text construct as one line. */
export const lineOf = (element: XmlElement | undefined): string | undefined => {
  if (!element) return undefined;
  const kind = kindOf(element);
  if (kind === 'text') return titleOf(textOf(element), false);
  const html = htmlOf(element);
  return html === undefined ? undefined : plainOf(html);
};
