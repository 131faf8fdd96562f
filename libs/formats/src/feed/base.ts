import { attributeOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

/** The declared base for relative URLs inside an element: its `xml:base`, itself resolved against the outer one or else `fallback`. */
export const baseIn = (element: XmlElement | undefined, outer: string | undefined, fallback?: string): string | undefined => {
  const own = attributeOf(element, 'xml:base');
  return own === undefined ? outer : (absolute(own, outer ?? fallback) ?? outer);
};

/** A URL resolved; undefined where it cannot be. */
export const absolute = (url: string | undefined, base: string | undefined): string | undefined => {
  const text = url?.trim() ?? '';
  if (text === '') return undefined;
  return URL.canParse(text, base) ? new URL(text, base).href : undefined;
};
