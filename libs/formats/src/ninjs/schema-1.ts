import { z } from 'zod';

import { contactOf, list, number, oneOfTexts, percent, rightsOf, statuses, text } from './schema-parts.js';

/** Fields that 1.x names by pattern: any suffix, any text. */
const patternsSince = (minor: number): RegExp => (minor >= 3 ? /^(?:description|body|headline)_[a-zA-Z0-9_]+/ : /^(?:description|body)_[a-zA-Z0-9_]+/);

/** A record whose names follow a pattern. */
const named = (pattern: RegExp, value: z.ZodType): z.ZodType => z.record(z.string().regex(pattern), value).optional();

/** Checks the fields that go by a pattern, and hands the others on. */
const withPatterns = (pattern: RegExp, value: z.ZodType, shape: z.ZodType): z.ZodType =>
  z.looseObject({}).superRefine((item, context) => {
    const rest: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(item)) {
      if (!pattern.test(name)) rest[name] = field;
      else if (!value.safeParse(field).success) context.addIssue({ code: 'custom', path: [name], message: 'has the wrong type' });
    }
    for (const issue of shape.safeParse(rest).error?.issues ?? []) context.addIssue({ code: 'custom', path: issue.path as (string | number)[], message: issue.message });
  });

/** The shape of ninjs 1.0 to 1.6. IPTC, ninjs-schema_1.x. */
export const ninjs1 = (minor: number): z.ZodType => {
  const since = (version: number, shape: z.ZodRawShape): z.ZodRawShape => (minor >= version ? shape : {});
  const contact = since(5, { contactinfo: list(contactOf('postalcode')) });
  const concept = { name: text, rel: text, scheme: text, code: text };
  const symbol = z.strictObject({ ticker: text, exchange: text, ...since(5, { symboltype: text, symbol: text }) });
  const place = z.strictObject({ ...concept, ...contact });
  const rendition = z.strictObject({ href: text, mimetype: text, title: text, height: number, width: number, sizeinbytes: number, ...since(2, { duration: number, format: text }) });
  const names = minor >= 3 ? /^[a-zA-Z0-9_]+/ : /^[a-zA-Z0-9]+/;
  const item: z.ZodType = z.lazy(() => withPatterns(patternsSince(minor), z.string(), shape));
  const shape = z.strictObject({
    uri: z.string(),
    type: oneOfTexts('text', 'audio', 'video', 'picture', 'graphic', 'composite', ...(minor >= 2 ? ['component'] : [])),
    mimetype: text,
    representationtype: oneOfTexts('complete', 'incomplete'),
    profile: text,
    version: text,
    versioncreated: text,
    embargoed: text,
    pubstatus: statuses,
    copyrightholder: text,
    copyrightnotice: text,
    language: text,
    person: list(z.strictObject({ ...concept, ...contact })),
    organisation: list(z.strictObject({ ...concept, symbols: list(symbol), ...contact })),
    place: list(minor >= 1 ? withPatterns(/^geometry_[a-zA-Z0-9_]+/, z.looseObject({}), place) : place),
    subject: list(z.strictObject({ ...concept, ...since(5, { creator: text, relevance: percent, confidence: percent }) })),
    event: list(z.strictObject(concept)),
    object: list(z.strictObject(concept)),
    byline: text,
    headline: text,
    located: text,
    renditions: named(names, rendition),
    associations: named(names, item),
    ...since(1, { urgency: number, usageterms: text }),
    ...since(2, { firstcreated: text, ednote: text, infosource: list(z.strictObject({ ...concept, ...contact })), title: text, slugline: text, charcount: number, wordcount: number }),
    ...since(3, {
      altids: z.looseObject({}).optional(),
      trustindicator: list(z.strictObject({ scheme: text, code: text, title: text, href: text })),
      $standard: z.strictObject({ name: text, version: text, schema: text }).optional(),
      genre: list(z.strictObject({ name: text, scheme: text, code: text })),
    }),
    ...since(4, { contentcreated: text, expires: text, rightsinfo: rightsOf('linkedrights', 'encodedrights', 'langid', false) }),
    ...since(6, { digitalsourcetype: z.strictObject({ name: text, uri: text, literal: text }).optional() }),
  });
  return item;
};

