import { z } from 'zod';

/** Parts that the versions of ninjs share. Formats of texts (uri, date-time) are not checked: IPTC's own valid files break them. */
export const text = z.string().optional();
export const number = z.number().optional();
export const integer = z.int().optional();
export const percent = z.int().min(0).max(100).optional();
export const list = <T extends z.ZodType>(item: T): z.ZodOptional<z.ZodArray<T>> => z.array(item).optional();
export const oneOfTexts = (...texts: readonly string[]): z.ZodOptional<z.ZodEnum> => z.enum(texts as [string, ...string[]]).optional();

export const statuses = oneOfTexts('usable', 'withheld', 'canceled');
const exactlyOne = (value: object, a: string, b: string): boolean => a in value !== b in value;

/** Rights by address or written out, never both. */
export const rightsOf = (linked: string, encoded: string, langId: string, strict: boolean): z.ZodType => {
  const shape = { [langId]: text, [linked]: text, [encoded]: text };
  return (strict ? z.strictObject(shape) : z.looseObject(shape)).refine((rights) => exactlyOne(rights, linked, encoded), `exactly one of ${linked} and ${encoded}`).optional();
};

export const contactOf = (postalCode: string): z.ZodType =>
  z
    .strictObject({ type: text, role: text, lang: text, name: text, value: text, address: z.strictObject({ lines: list(z.string()), locality: text, area: text, [postalCode]: text, country: text }).optional() })
    .refine((contact) => exactlyOne(contact, 'value', 'address'), 'exactly one of value and address');

export const exactly = exactlyOne;

const position = z.array(z.number()).min(2);
const geometry: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('Point'), coordinates: position }),
    z.looseObject({ type: z.literal('MultiPoint'), coordinates: z.array(position) }),
    z.looseObject({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }),
    z.looseObject({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position).min(2)) }),
    z.looseObject({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(4)) }),
    z.looseObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position).min(4))) }),
    z.looseObject({ type: z.literal('GeometryCollection'), geometries: z.array(geometry) }),
  ]),
);
const feature = z.looseObject({ type: z.literal('Feature'), geometry: geometry.nullable(), properties: z.looseObject({}).nullable() });

/** RFC 7946. */
export const geoJson = z.union([geometry, feature, z.looseObject({ type: z.literal('FeatureCollection'), features: z.array(feature) })]).optional();
