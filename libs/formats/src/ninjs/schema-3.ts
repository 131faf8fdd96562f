import { z } from 'zod';

import { contactOf, exactly, geoJson, integer, list, number, oneOfTexts, percent, rightsOf, statuses, text } from './schema-parts.js';

const truncatedDate = z
  .string()
  .regex(/^(?:-?(?:[1-9]\d*)?\d{4})(?:-(?:1[0-2]|0[1-9])(?:-(?:3[01]|0[1-9]|[12]\d)(?:T(?:2[0-3]|[01]\d):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:2[0-3]|[01]\d):[0-5]\d)?)?)?)?$/, 'a date, from the right as short as you like');

const recurrence = z.strictObject({
  recurrenceDates: list(truncatedDate),
  recurrenceRules: list(z.strictObject({ frequency: oneOfTexts('secondly', 'minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'), interval: integer, until: text, count: integer })),
});

const dates = z
  .strictObject({ startDate: text, endDate: text, expectedStartDate: truncatedDate.optional(), expectedEndDate: truncatedDate.optional(), expectedDuration: text, recurrence: recurrence.optional() })
  .refine((given) => exactly(given, 'startDate', 'expectedStartDate') || exactly(given, 'endDate', 'expectedEndDate'), 'a start or an end is known or expected, not both')
  .optional();

const contact = { contactInfo: list(contactOf('postalCode')) };
const concept = { name: text, rel: text, uri: text, literal: text };
const variant = { role: text, contentType: text, value: z.string() };
const kinds = oneOfTexts('text', 'audio', 'video', 'picture', 'graphic', 'composite', 'component', 'event', 'planning');
const urgency = z.int().min(1).max(9).optional();
const organisation = z.strictObject({ ...concept, symbols: list(z.strictObject({ exchange: text, symbolType: text, symbol: text })), ...contact });

const rendition = z.strictObject({
  name: z.string(), href: text, contentType: text, title: text, width: integer, height: integer, sizeInBytes: integer, duration: number, format: text, aspectRatio: text, videoCodec: text, frameRate: number,
  poi: z.strictObject({ x: integer, y: integer }).optional(), transportProtocol: text, scanType: oneOfTexts('progressive', 'interlaced'), bitrate: text,
});

const coverage = z.strictObject({
  uri: text, title: text, pubStatus: statuses, type: kinds, dates, edNote: text, urgency, language: text, wordCount: integer, exclAudience: list(z.string()), renditions: list(rendition),
  commissioned: z.strictObject({ by: text, on: text, references: list(z.strictObject({ name: text, value: text })) }).optional(),
  audiences: list(z.strictObject({ audience: text, significance: integer })),
  itemCount: z.strictObject({ rangeFrom: integer, rangeTo: integer }).optional(),
});

/** The shape of ninjs 3.0 and 3.1. IPTC, ninjs-schema_3.x. */
export const ninjs3 = (minor: number): z.ZodType => {
  const shape = {
    type: kinds,
    representationType: oneOfTexts('full', 'partial'),
    profile: text,
    version: text,
    firstCreated: text,
    versionCreated: text,
    contentCreated: text,
    embargoedUntil: text,
    pubStatus: statuses,
    urgency,
    copyrightHolder: text,
    copyrightNotice: text,
    usageTerms: text,
    edNote: text,
    language: text,
    descriptions: list(z.strictObject(variant)),
    bodies: list(z.strictObject({ ...variant, charCount: integer, wordCount: integer })),
    headlines: list(z.strictObject(variant)),
    people: list(z.strictObject({ ...concept, ...contact })),
    organisations: list(organisation),
    places: list(z.strictObject({ ...concept, geoJSON: geoJson, ...contact })),
    subjects: list(z.strictObject({ ...concept, creator: text, relevance: percent, confidence: percent })),
    events: list(z.strictObject({ id: text, ...concept })),
    objects: list(z.strictObject(concept)),
    eventDetails: z.strictObject({ eventStatus: text, plannedCoverageStatus: text, dates, organiser: organisation.optional() }).optional(),
    plannedCoverage: list(coverage),
    infoSources: list(z.strictObject({ name: text, role: text, uri: text, literal: text, ...contact })),
    title: text,
    by: text,
    slugline: text,
    located: text,
    renditions: list(rendition),
    altIds: list(z.strictObject({ role: text, value: text })),
    trustIndicators: list(z.strictObject({ role: text, title: text, href: text })),
    standard: z.strictObject({ name: text, version: text, schema: text }).optional(),
    genres: list(z.strictObject({ name: text, uri: text, literal: text })),
    expires: text,
    rightsInfo: rightsOf('linkedRights', 'encodedRights', 'langId', true),
    ...(minor >= 1 ? { digitalSourceType: z.strictObject({ name: text, uri: text, literal: text }).optional() } : {}),
  };
  const association: z.ZodType = z.lazy(() => z.strictObject({ uri: z.string(), ...shape, name: z.string(), rel: text, associations: list(association) }));
  return z.strictObject({ uri: z.string(), ...shape, associations: list(association) });
};
