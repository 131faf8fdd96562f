import { textFromBase64 } from '../decode/base64.js';
import { escapeHtml } from '../html/escape.js';
import { looseHtml, plainOf, titleOf } from '../html/plain.js';
import { attributeOf, childOf, markupIn, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

type Kind = 'text' | 'html' | 'xhtml' | 'base64' | 'other';

/** How the contents of a text construct are to be read (RFC 4287 §3.1 and §4.1.3; `mode` is Atom 0.3's). */
const kindOf = (element: XmlElement): Kind => {
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase();
  const mode = attributeOf(element, 'mode')?.toLowerCase();
  if (mode === 'base64' || type === 'application/octet-stream') return 'base64';
  if (mode === 'xml' || type === 'xhtml' || type === 'application/xhtml+xml') return 'xhtml';
  if (mode === 'escaped' || type === 'html' || type === 'text/html') return 'html';
  return type === 'text' || type.startsWith('text/') ? 'text' : 'other';
};

/** A construct without a type is text; one that begins and ends with a tag is HTML whose producer forgot to say so. */
const isUnmarkedHtml = (element: XmlElement): boolean => attributeOf(element, 'type') === undefined && attributeOf(element, 'mode') === undefined && !hasElements(element) && /^<([a-z][a-z0-9]{0,12})[\s>/][^]*>$/i.test(textOf(element) ?? '');

const hasElements = (element: XmlElement): boolean => element.children.some((child) => typeof child !== 'string');

/** A text construct as HTML; undefined where it is empty or no text (a film, a picture) at all. */
export const htmlOf = (element: XmlElement | undefined): string | undefined => {
  if (!element) return undefined;
  const html = htmlBy(isUnmarkedHtml(element) ? 'html' : kindOf(element), element).trim();
  return html === '' ? undefined : html;
};

const htmlBy = (kind: Kind, element: XmlElement): string => {
  if (kind === 'text' && !hasElements(element)) return paragraphs(textOf(element) ?? '');
  if (kind === 'base64') return looseHtml(textFromBase64(textOf(element) ?? '') ?? '');
  if (kind === 'html') return looseHtml(markupIn(element, true));
  if (kind === 'other') return '';
  return markupIn(childOf(element, 'html:div') ?? childOf(element, 'html:body') ?? childOf(element, 'atom:div') ?? element);
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
  if (kind === 'text' || kind === 'other') return titleOf(textOf(element), false);
  const html = htmlOf(element);
  return html === undefined ? undefined : plainOf(html);
};
