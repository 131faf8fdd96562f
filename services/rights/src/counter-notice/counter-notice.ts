import { z } from 'zod';

import { regimes, type CounterField, type RegimeName } from '../cases/regimes.js';

const text = (charsMax: number) => z.string().transform((value) => value.toWellFormed().replace(/[^\P{Cc}\n\t]/gu, '').trim()).pipe(z.string().max(charsMax));
const given = <T extends z.ZodType>(field: T) => field.nullish().transform((value) => value ?? undefined);

/** What the party concerned answers to a takedown; as with notices, what a regime asks for beyond it is asked for later. */
export const counterNotice = z.object({
  targets: z.array(z.int().min(0).max(9_999)).max(10_000).default([]).describe('Numbers of the targets, from 0; none means all.'),
  party: z.object({ name: given(text(200)), email: given(text(254)), phone: given(text(60)), address: given(text(500)) }).default({ name: undefined, email: undefined, phone: undefined, address: undefined }),
  grounds: given(text(10_000)),
  evidence: given(text(10_000)),
  statements: z.object({ mistakeUnderPerjury: z.boolean().default(false), consentToJurisdiction: z.boolean().default(false) }).default({ mistakeUnderPerjury: false, consentToJurisdiction: false }),
  signature: given(text(200)),
});
export type CounterNotice = z.infer<typeof counterNotice>;

const has = (value: string | undefined): boolean => value !== undefined && value !== '';

const looksFor: Readonly<Record<CounterField, (counter: CounterNotice) => boolean>> = {
  'party.name': ({ party }) => has(party.name),
  'party.address': ({ party }) => has(party.address),
  'party.phone': ({ party }) => has(party.phone),
  'party.contact': ({ party }) => has(party.email) || has(party.phone),
  grounds: ({ grounds }) => has(grounds),
  evidence: ({ evidence }) => has(evidence),
  signature: ({ signature }) => has(signature),
  'statements.mistakeUnderPerjury': ({ statements }) => statements.mistakeUnderPerjury,
  'statements.consentToJurisdiction': ({ statements }) => statements.consentToJurisdiction,
};

/** What a counter-notice lacks for the rules of its case; its window runs from the day on which it lacks nothing. */
export const counterMissing = (counter: CounterNotice, regime: RegimeName): CounterField[] => regimes[regime].counterFields.filter((field) => !looksFor[field](counter));
