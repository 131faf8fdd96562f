import type { MediaRef, Warning } from '@wiredesk/content';

import { given } from '../draft/given.js';
import { absolute } from '../feed/base.js';
import { plainOf } from '../html/plain.js';
import { isObject, objectsOf, textOf, type JsonObject } from '../json/read-json.js';
import { bodyOf } from './body.js';
import { statusOf } from './status.js';

const associationsMax = 100;
const depthMax = 3;
const mediaTypes = /^(?:picture|photo|image|graphic|video|audio)$/i;

/** Pictures, sound and film of an item: its own renditions, and its associations', each by its own status. */
export const mediaOf = (item: JsonObject, base: string | undefined): { readonly media: readonly MediaRef[]; readonly warnings: readonly Warning[] } => {
  const warnings: Warning[] = [];
  const collect = (holder: JsonObject, depth: number): MediaRef[] =>
    objectsOf(holder['associations'])
      .slice(0, associationsMax)
      .map((association) => Object.fromEntries(Object.entries(association).map(([name, value]) => [name.toLowerCase(), value])))
      .flatMap((association) => {
        const status = statusOf(association);
        if (status.kind === 'removal') {
          warnings.push({ code: 'media-withdrawn', detail: `${textOf(association['uri']) ?? textOf(association['guid']) ?? 'an association'} is ${status.reason} and is left out` });
          return [];
        }
        if (!mediaTypes.test(textOf(association['type']) ?? '') && !association['renditions']) return depth < depthMax ? collect(association, depth + 1) : [];
        return refOf(association, base);
      });
  return { media: [...refOf(item, base), ...collect(item, 1)], warnings };
};

/** The rendition to show: the largest of those with a web address that is no thumbnail. */
const refOf = (item: JsonObject, base: string | undefined): MediaRef[] => {
  const named = isObject(item['renditions']) ? Object.entries(item['renditions']).map(([name, value]) => [name, value] as const) : objectsOf(item['renditions']).map((one) => [textOf(one['name']) ?? textOf(one['role']) ?? '', one] as const);
  const candidates = named.flatMap(([name, rendition]) => {
    const url = isObject(rendition) ? absolute(textOf(rendition['href']), base) : undefined;
    return url === undefined || !isObject(rendition) || !/^https?:/.test(url) ? [] : [{ url, rendition, small: /thumb|preview/i.test(name), width: Number(rendition['width']) || 0 }];
  });
  const best = candidates.toSorted((a, b) => Number(a.small) - Number(b.small) || b.width - a.width)[0];
  const own = absolute(textOf(item['href']), base);
  const url = best?.url ?? (own !== undefined && /^https?:/.test(own) ? own : undefined);
  if (url === undefined) return [];
  const { bodyHtml, bodyText, title, abstract } = bodyOf(item);
  const caption = abstract ?? bodyText ?? (bodyHtml && plainOf(bodyHtml)) ?? title;
  const credit = textOf(item['creditline']) ?? textOf(item['byline']) ?? textOf(item['by']) ?? textOf(item['copyrightholder']);
  const type = (best && (textOf(best.rendition['mimetype']) ?? textOf(best.rendition['contentType']) ?? textOf(best.rendition['contenttype']))) ?? textOf(item['mimetype']) ?? typeOf(textOf(item['type']));
  return [
    {
      url,
      ...given('type', type),
      ...given('caption', caption),
      ...given('credit', credit),
      ...given('width', best && best.width > 0 ? best.width : undefined),
      ...given('height', best && Number(best.rendition['height']) > 0 ? Number(best.rendition['height']) : undefined),
    },
  ];
};

const typeOf = (type: string | undefined): string | undefined => {
  if (type === undefined || !mediaTypes.test(type)) return undefined;
  return /video|audio/i.test(type) ? `${type.toLowerCase()}/*` : 'image/*';
};
