import type { MediaRef } from '@wiredesk/content';

import type { Draft, Reading } from '../draft/draft.js';
import { textFromBase64 } from '../decode/base64.js';
import { given } from '../draft/given.js';
import { absolute } from '../feed/base.js';
import { looseHtml } from '../html/plain.js';
import { nitfBody } from '../nitf/parse.js';
import { kid, kids, textAtPath } from '../xml/by-local.js';
import { attributeOf, elementsOf, markupIn, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

type Body = Pick<Draft, 'title' | 'subtitle' | 'abstract' | 'bodyHtml' | 'bodyText' | 'byline'>;

/** The first text of a content set that can be read, by its own root (NITF or HTML), and its media. */
export const contentOf = (item: XmlElement, reading: Reading): { readonly body: Body; readonly media: readonly MediaRef[] } => {
  const set = kid(item, 'contentset');
  let body: Body = {};
  let inText: readonly MediaRef[] = [];
  for (const inline of kids(set, 'inlinexml')) {
    const root = elementsOf(inline)[0];
    if (root?.local === 'nitf') {
      const { media, ...text } = nitfBody(root);
      body = text;
      inText = media ?? [];
      break;
    }
    if (root?.local === 'html') {
      body = htmlBody(root);
      break;
    }
    if (root && /^(?:article|section|div|body|p)$/.test(root.local)) {
      body = { bodyHtml: markupIn(inline) };
      break;
    }
  }
  if (body.bodyHtml === undefined) body = { ...body, ...inlineData(set) };
  return { body, media: [...inText, ...remote(item, set, reading)] };
};

const htmlBody = (html: XmlElement): Body => {
  const body = kid(html, 'body') ?? html;
  return { ...given('title', textAtPath(html, 'head', 'title')), bodyHtml: markupIn(body) };
};

const inlineData = (set: XmlElement | undefined): Body => {
  for (const data of kids(set, 'inlinedata')) {
    const encoding = attributeOf(data, 'encoding');
    const text = encoding === undefined ? textOf(data) : /base64$/i.test(encoding) ? textFromBase64(textOf(data) ?? '') : undefined;
    if (text === undefined) continue;
    return /html/i.test(attributeOf(data, 'contenttype') ?? '') ? { bodyHtml: looseHtml(text) } : { bodyText: text };
  }
  return {};
};

/** Of the renditions the largest that has a web address; several parts of one item (a film in pieces) are one. */
const remote = (item: XmlElement, set: XmlElement | undefined, reading: Reading): MediaRef[] => {
  const content = kid(item, 'contentmeta');
  const candidates = kids(set, 'remotecontent').flatMap((one) => {
    const url = absolute(attributeOf(one, 'href'), reading.source.baseUrl);
    return url === undefined || !/^https?:/.test(url) ? [] : [{ url, one, width: Number(attributeOf(one, 'width')) || 0, thumb: /thumb|preview/i.test(attributeOf(one, 'rendition') ?? '') }];
  });
  const best = candidates.toSorted((a, b) => Number(a.thumb) - Number(b.thumb) || b.width - a.width)[0];
  if (!best) return [];
  const height = Number(attributeOf(best.one, 'height'));
  return [
    {
      url: best.url,
      ...given('type', attributeOf(best.one, 'contenttype')),
      ...given('caption', textOf(kids(content, 'description')[0])),
      ...given('credit', textAtPath(content, 'creditline') ?? textAtPath(content, 'creator', 'name')),
      ...given('width', best.width || undefined),
      ...given('height', height > 0 ? height : undefined),
    },
  ];
};
