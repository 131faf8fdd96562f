import { plainOf } from '../html/plain.js';
import { given } from '../draft/given.js';
import type { Draft } from '../draft/draft.js';
import { nitfBody } from '../nitf/parse.js';
import { isFailure } from '../parse-result.js';
import { readXml } from '../xml/read-xml.js';
import { objectsOf, textOf, type JsonObject } from '../json/read-json.js';

interface Variant {
  readonly role: string;
  readonly value: string;
  readonly kind: 'html' | 'nitf' | 'text';
}

/** Title, abstract and body of an item whose names of fields are lower case. */
export const bodyOf = (item: JsonObject): Pick<Draft, 'title' | 'abstract' | 'bodyHtml' | 'bodyText'> => {
  const headlines = variantsOf(item, 'headline', 'headlines');
  const headline = headlines.find(({ role }) => role === 'main') ?? headlines[0];
  const title = textOf(item['headline']) ?? (headline && lineOf(headline)) ?? textOf(item['title']) ?? textOf(item['name']);
  const descriptions = variantsOf(item, 'description', 'descriptions');
  const description = descriptions.find(({ kind }) => kind === 'text') ?? descriptions[0];
  const abstract = description && lineOf(description);
  const bodies = variantsOf(item, 'body', 'bodies');
  const body = bodies.find(({ kind }) => kind === 'html') ?? bodies.find(({ kind }) => kind === 'text') ?? bodies[0];
  if (body?.kind === 'nitf') return { ...given('title', title && plainOf(title)), ...given('abstract', abstract), ...nitfIn(body.value) };
  if (!body) return { ...given('title', title && plainOf(title)), ...given('bodyText', description && abstract) };
  return { ...given('title', title && plainOf(title)), ...given('abstract', abstract), ...(body.kind === 'text' ? { bodyText: body.value } : { bodyHtml: body.value }) };
};

/** A body that is a NITF document; one that is none is text. */
const nitfIn = (value: string): Pick<Draft, 'bodyHtml' | 'bodyText'> => {
  const xml = readXml(value);
  const html = isFailure(xml) ? undefined : nitfBody(xml.root).bodyHtml;
  return html === undefined ? { bodyText: plainOf(value) } : { bodyHtml: html };
};

/** `body_html`, `body_text`… of 1.x and `bodies[]` of 2.x and 3.x alike. */
const variantsOf = (item: JsonObject, prefix: string, list: string): Variant[] => {
  const flat = Object.entries(item).flatMap(([name, field]) => {
    // Superdesk's body_footer comes beside the body that has it already.
    const value = name.startsWith(`${prefix}_`) && name !== 'body_footer' ? textOf(field) : undefined;
    return value === undefined ? [] : [{ role: name.slice(prefix.length + 1), value, kind: kindOf(name, value) }];
  });
  const listed = objectsOf(item[list]).flatMap((one) => {
    const value = textOf(one['value']);
    const type = textOf(one['contentType']) ?? textOf(one['contenttype']) ?? textOf(one['role']) ?? '';
    return value === undefined ? [] : [{ role: textOf(one['role'])?.toLowerCase() ?? '', value, kind: kindOf(type, value) }];
  });
  return [...listed, ...flat];
};

const kindOf = (type: string, value: string): Variant['kind'] => {
  if (/nitf/i.test(type)) return 'nitf';
  if (/html/i.test(type)) return 'html';
  if (/text\/plain|_text$|^text$/i.test(type)) return 'text';
  return /<(?:p|div|br|h[1-6]|ul|ol|table|figure|b|i|em|strong|a)\b/i.test(value) ? 'html' : 'text';
};

const lineOf = (variant: Variant): string => (variant.kind === 'text' ? variant.value : plainOf(variant.value));
