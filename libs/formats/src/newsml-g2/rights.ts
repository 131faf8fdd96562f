import type { RightsInfo } from '@wiredesk/content';

import { parseDate } from '../date.js';
import type { Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { kid, kids, textAtPath } from '../xml/by-local.js';
import { attributeOf, elementsOf, markupIn, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

const scopes = ['idrefs', 'scope', 'scopeuri', 'aspect', 'aspecturi', 'validfrom', 'validto'] as const;

/**
 * Rights of an item. `rightsInfo` repeats, each for a part ("photo only"), an aspect or a time: the one for the whole is the
 * item's; the terms of the others are kept with their scope in words, and all that are scoped verbatim, for whoever has to
 * decide about the part. One whose time is over does not count.
 */
export const rightsIn = (item: XmlElement, reading: Reading): { readonly rights?: RightsInfo; readonly unknown: Readonly<Record<string, unknown>> } => {
  const all = kids(item, 'rightsinfo').filter((info) => !isOver(info, reading));
  const whole = all.find((info) => scopeOf(info) === '') ?? all[0];
  const scoped = all.filter((info) => scopeOf(info) !== '' || kid(info, 'rightsexpressionxml') || kid(info, 'rightsexpressiondata'));
  const holder = kid(whole, 'copyrightholder');
  const terms = all.flatMap((info) => kids(info, 'usageterms').flatMap((one) => textOf(one) ?? []).map((text) => (scopeOf(info) === '' ? text : `${scopeOf(info)}: ${text}`)));
  const licence = kids(whole, 'link').find((link) => /licen[cs]e/i.test(attributeOf(link, 'rel') ?? attributeOf(link, 'reluri') ?? ''));
  const rights: RightsInfo = {
    ...given('holder', textAtPath(holder, 'name') ?? attributeOf(holder, 'literal') ?? attributeOf(holder, 'uri') ?? attributeOf(holder, 'qcode')),
    ...given('notice', textAtPath(whole, 'copyrightnotice')),
    ...given('terms', terms.length === 0 ? undefined : terms.join(' ')),
    ...given('licenceUri', attributeOf(licence, 'href')),
  };
  return { ...(Object.keys(rights).length === 0 ? {} : { rights }), unknown: scoped.length === 0 ? {} : { rightsInfo: scoped.map(verbatim) } };
};

const scopeOf = (info: XmlElement): string =>
  scopes.flatMap((name) => {
    const value = attributeOf(info, name);
    return value === undefined ? [] : [`${name} ${value}`];
  }).join(', ');

const isOver = (info: XmlElement, reading: Reading): boolean => {
  const end = parseDate(attributeOf(info, 'validto'), reading.dates);
  return end !== undefined && Date.parse(end.at) < Date.parse(reading.receivedAt);
};

const expressionCharsMax = 20_000;

const verbatim = (info: XmlElement): Record<string, unknown> => ({
  ...info.attributes,
  ...Object.fromEntries(elementsOf(info).map((child) => [child.local, /^rightsexpression/.test(child.local) ? markupIn(child).slice(0, expressionCharsMax) : (textOf(child) ?? { ...child.attributes })])),
});
