import { z } from 'zod';

const optional = (charsMax: number) => z.string().trim().max(charsMax).default('');

export const holdClasses = ['editorial', 'legal', 'order', 'licence', 'quarantine'] as const;
export const scopeKinds = ['item', 'story', 'source', 'url'] as const;

/** The form that places a hold; `confirmed` is the number of items that its preview showed. */
export const placing = z.object({
  kind: z.enum(scopeKinds).default('item'),
  value: z.string().trim().min(1).max(500),
  reason: z.string().trim().min(1).max(300),
  class: z.enum(holdClasses).default('editorial'),
  law: optional(120),
  until: optional(40),
  confirmed: z.coerce.number().int().min(0).optional(),
});
export type Placing = z.infer<typeof placing>;

export const lifting = z.object({ reason: z.string().trim().min(1).max(300), basis: z.enum(['own-motion', 'order-reversed', 'order-ended']).default('own-motion') });

/** The scope as rights wants it. */
export const scopeOf = ({ kind, value }: Pick<Placing, 'kind' | 'value'>): Readonly<Record<string, unknown>> => {
  switch (kind) {
    case 'item':
      return { kind, itemId: value };
    case 'story':
      return { kind, storyId: value, itemId: null };
    case 'source':
      return { kind, sourceId: value };
    case 'url':
      return { kind, url: value };
  }
};

/** The order as rights wants it. A time without a zone is UTC, as the form says; one that is none is left to rights to refuse. */
export const orderOf = (form: Placing): Readonly<Record<string, unknown>> => ({
  scope: scopeOf(form),
  reason: form.reason,
  class: form.class,
  ...(form.law === '' ? {} : { law: form.law }),
  ...(form.until === '' ? {} : { until: Number.isNaN(Date.parse(`${form.until}Z`)) ? form.until : new Date(`${form.until}Z`).toISOString() }),
});
