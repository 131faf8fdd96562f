import { escapeHtml } from '../html/escape.js';
import type { XmlElement } from './read-xml.js';

const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== 'string';

export const elementsOf = (element: XmlElement | undefined): XmlElement[] => element?.children.filter(isElement) ?? [];

export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] => elementsOf(element).filter((child) => child.name === name);

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined => element?.children.find((node): node is XmlElement => isElement(node) && node.name === name);

/** All text inside, trimmed; undefined where there is none. */
export const textOf = (element: XmlElement | undefined): string | undefined => {
  if (!element) return undefined;
  const [only] = element.children;
  const text = (element.children.length === 1 && typeof only === 'string' ? only : deepText(element)).trim();
  return text === '' ? undefined : text;
};

const deepText = (element: XmlElement): string => element.children.map((node) => (isElement(node) ? deepText(node) : node)).join('');

/** The text of the first of these children that has one. */
export const textAt = (element: XmlElement | undefined, ...names: string[]): string | undefined => {
  for (const name of names) {
    for (const child of childrenOf(element, name)) {
      const text = textOf(child);
      if (text !== undefined) return text;
    }
  }
  return undefined;
};

export const textsAt = (element: XmlElement | undefined, name: string): string[] => childrenOf(element, name).map(textOf).filter((text) => text !== undefined);

export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined => {
  const value = element?.attributes[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
};

/** Elements at any depth, in document order. */
export const descendantsOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  elementsOf(element).flatMap((child) => (child.name === name ? [child, ...descendantsOf(child, name)] : descendantsOf(child, name)));

const voidElements = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'source', 'wbr']);

/**
 * The contents as HTML, without prefixes: for XHTML inside a feed, and for feeds that do not escape their HTML. With
 * `textIsMarkup`, text between the elements is HTML that was escaped, and not text.
 */
export const markupIn = (element: XmlElement, textIsMarkup = false): string =>
  element.children.map((node) => (isElement(node) ? markupOf(node, textIsMarkup) : textIsMarkup ? node : escapeHtml(node))).join('');

const markupOf = (element: XmlElement, textIsMarkup: boolean): string => {
  const attributes = Object.entries(element.attributes).filter(([name]) => !name.includes(':') && name !== 'xmlns');
  const start = `<${element.local}${attributes.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('')}>`;
  return voidElements.has(element.local) ? start : `${start}${markupIn(element, textIsMarkup)}</${element.local}>`;
};

/** Text that is HTML where its producer says so or it contains elements of its own. */
export const htmlIn = (element: XmlElement): string => (element.children.some(isElement) ? markupIn(element) : element.children.join(''));
