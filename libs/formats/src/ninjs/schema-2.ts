import { z } from 'zod';

import { contactOf, geoJson, list, number, oneOfTexts, percent, rightsOf, statuses, text } from './schema-parts.js';

/** The shape of ninjs 2.0 to 2.2. IPTC, ninjs-schema_2.x. */
export const ninjs2 = (minor: number): z.ZodType => {
  const since = (version: number, shape: z.ZodRawShape): z.ZodRawShape => (minor >= version ? shape : {});
  const contact = since(1, { contactinfo: list(contactOf('postalcode')) });
  const concept = { name: text, rel: text, uri: text, literal: text };
  const variant = { role: text, contenttype: text, value: z.string() };
  const symbol = z.strictObject({ ticker: text, exchange: text, ...since(1, { symboltype: text, symbol: text }) });
  const shape = {
    type: oneOfTexts('text', 'audio', 'video', 'picture', 'graphic', 'composite', 'component'),
    representationtype: oneOfTexts('full', 'partial'),
    profile: text,
    version: text,
    firstcreated: text,
    versioncreated: text,
    contentcreated: text,
    embargoed: text,
    pubstatus: statuses,
    urgency: number,
    copyrightholder: text,
    copyrightnotice: text,
    usageterms: text,
    ednote: text,
    language: text,
    descriptions: list(z.strictObject(variant)),
    bodies: list(z.strictObject({ ...variant, charcount: number, wordcount: number })),
    headlines: list(z.strictObject(variant)),
    people: list(z.strictObject({ ...concept, ...contact })),
    organisations: list(z.strictObject({ ...concept, symbols: list(symbol), ...contact })),
    places: list(z.strictObject({ ...concept, geojson: geoJson, ...contact })),
    subjects: list(z.strictObject({ ...concept, ...since(1, { creator: text, relevance: percent, confidence: percent }) })),
    events: list(z.strictObject(concept)),
    objects: list(z.strictObject(concept)),
    infosources: list(z.strictObject({ name: text, role: text, uri: text, literal: text, ...contact })),
    title: text,
    by: text,
    slugline: text,
    located: text,
    renditions: list(z.strictObject({ name: z.string(), href: text, contenttype: text, title: text, height: number, width: number, sizeinbytes: number, duration: number, format: text })),
    altids: list(z.strictObject({ role: text, value: text })),
    trustindicators: list(z.strictObject({ role: text, title: text, href: text })),
    standard: z.strictObject({ name: text, version: text, schema: text }).optional(),
    genres: list(z.strictObject({ name: text, uri: text, literal: text })),
    rightsinfo: rightsOf('linkedrights', 'encodedrights', 'langid', false),
    ...since(1, { expires: text }),
    ...since(2, { digitalsourcetype: z.strictObject({ name: text, uri: text, literal: text }).optional() }),
  };
  const item: z.ZodType = z.lazy(() => z.strictObject({ uri: z.string(), ...shape, associations: list(association) }));
  // 2.0 lets an association pass that has a name and whatever else; from 2.1 it is an item with a name.
  const association: z.ZodType = z.lazy(() => (minor === 0 ? z.union([z.looseObject({ name: z.string() }), item]) : z.strictObject({ uri: z.string(), ...shape, name: z.string(), associations: list(association) })));
  return item;
};
