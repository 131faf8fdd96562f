import { attributeOf, elementsOf, textOf } from './query.js';
import type { XmlElement } from './read-xml.js';

/**
 * Elements by local name (lower case) alone: NewsML and NITF are sent with their namespace, with that of another version and
 * with none, and their elements mean the same.
 */
export const kids = (element: XmlElement | undefined, local: string): XmlElement[] => elementsOf(element).filter((child) => child.local === local);

/** The first child by each name in turn: `kid(item, 'itemmeta', 'pubstatus')`. */
export const kid = (element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((at, local) => elementsOf(at).find((child) => child.local === local), element);

/** The text at the end of a path. */
export const textAtPath = (element: XmlElement | undefined, ...path: readonly string[]): string | undefined => textOf(kid(element, ...path));

/** An attribute of the element at the end of a path. */
export const attributeAt = (element: XmlElement | undefined, attribute: string, ...path: readonly string[]): string | undefined => attributeOf(kid(element, ...path), attribute);

/** Elements at any depth by local name, in document order. */
export const deep = (element: XmlElement | undefined, local: string): XmlElement[] => elementsOf(element).flatMap((child) => (child.local === local ? [child, ...deep(child, local)] : deep(child, local)));
