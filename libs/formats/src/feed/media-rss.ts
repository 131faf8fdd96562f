import type { MediaRef } from '@wiredesk/content';

import { plainOf } from '../html/plain.js';
import { attributeOf, childrenOf, elementsOf, textAt } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';
import { table } from '../table.js';

const typeOfMedium = table({ image: 'image/*', video: 'video/*', audio: 'audio/*', document: 'application/*' });

/**
 * Media of an item by Media RSS (`media:content`, alone or in a `media:group`; a thumbnail where there is no other picture).
 * Of a group, whose members are one thing in several sizes, the default or the widest is taken.
 */
export const mediaRss = (item: XmlElement): MediaRef[] => {
  const single = childrenOf(item, 'media:content').map((content) => refOf(content, item));
  const groups = childrenOf(item, 'media:group').map((group) => {
    const contents = childrenOf(group, 'media:content');
    const best = contents.find((content) => content.attributes['isdefault'] === 'true') ?? contents.toSorted((a, b) => widthOf(b) - widthOf(a))[0];
    return best ? refOf(best, group) : undefined;
  });
  const found = [...single, ...groups].filter((ref) => ref !== undefined);
  if (found.some(({ type }) => type === undefined || type.startsWith('image/'))) return found;
  return [...found, ...thumbnailsOf(item).slice(0, 1)];
};

/** Of the item itself, of its groups, of what is in these. */
const thumbnailsOf = (item: XmlElement): MediaRef[] => {
  const groups = childrenOf(item, 'media:group');
  const holders = [item, ...groups, ...[item, ...groups].flatMap((holder) => childrenOf(holder, 'media:content'))];
  return holders.flatMap((holder) => childrenOf(holder, 'media:thumbnail').map((thumbnail) => refOf(thumbnail, holder))).filter((ref) => ref !== undefined);
};

const widthOf = (element: XmlElement): number => Number(attributeOf(element, 'width') ?? 0) || 0;

const refOf = (content: XmlElement, around: XmlElement): MediaRef | undefined => {
  const url = attributeOf(content, 'url');
  if (url === undefined) return undefined;
  const type = attributeOf(content, 'type') ?? (content.local === 'thumbnail' ? 'image/*' : typeOfMedium[attributeOf(content, 'medium') ?? '']);
  const caption = textAt(content, 'media:description', 'media:title') ?? textAt(around, 'media:description', 'media:title');
  const credit = textAt(content, 'media:credit', 'media:copyright') ?? textAt(around, 'media:credit', 'media:copyright');
  const height = Number(attributeOf(content, 'height') ?? 0);
  return {
    url,
    ...(type === undefined ? {} : { type }),
    ...(caption === undefined ? {} : { caption: plainOf(caption) }),
    ...(credit === undefined ? {} : { credit: plainOf(credit) }),
    ...(widthOf(content) > 0 ? { width: widthOf(content) } : {}),
    ...(height > 0 ? { height } : {}),
  };
};

/** Elements of vocabularies that nobody here reads, by their name, verbatim. */
export const unknownOf = (item: XmlElement, read: ReadonlySet<string>): Record<string, unknown> => {
  const unknown = new Map<string, unknown>();
  for (const element of elementsOf(item)) {
    if (read.has(element.name) || unknown.size >= unknownMax) continue;
    const value = contentsOf(element, 0);
    const earlier = unknown.get(element.name);
    unknown.set(element.name, earlier === undefined ? value : [...(Array.isArray(earlier) ? (earlier as unknown[]) : [earlier]), value].slice(0, unknownMax));
  }
  return Object.fromEntries(unknown);
};

const unknownMax = 50;
const unknownDepthMax = 6;
const unknownCharsMax = 4_000;

const contentsOf = (element: XmlElement, depth: number): unknown => {
  const children = elementsOf(element);
  const text = element.children.filter((child) => typeof child === 'string').join('').trim().slice(0, unknownCharsMax);
  if (children.length === 0 && Object.keys(element.attributes).length === 0) return text;
  return {
    ...Object.fromEntries(Object.entries(element.attributes).filter(([name]) => !name.startsWith('xmlns')).map(([name, value]) => [`@${name}`, value.slice(0, unknownCharsMax)])),
    ...(text === '' ? {} : { text }),
    ...(depth < unknownDepthMax && children.length > 0 ? { children: children.slice(0, unknownMax).map((child) => ({ [child.name]: contentsOf(child, depth + 1) })) } : {}),
  };
};
