import { z } from 'zod';

import { regimeName } from '../cases/regimes.js';

/** Text without control characters (but line breaks and tabs) and lone surrogates, which Postgres' JSON refuses. */
const text = (charsMax: number) => z.string().transform((value) => value.toWellFormed().replace(/[^\P{Cc}\n\t]/gu, '').trim()).pipe(z.string().max(charsMax));
const flag = z.boolean().default(false);
const given = <T extends z.ZodType>(field: T) => field.nullish().transform((value) => value ?? undefined);

export const claimTypes = [
  'copyright', 'photo-rights', 'rights-information', 'trademark', 'defamation', 'privacy', 'right-to-be-forgotten', 'court-order', 'authority-order', 'terrorist-content', 'child-abuse', 'licence-end', 'contract-termination', 'other',
] as const;
export type ClaimType = (typeof claimTypes)[number];
const claimType = z.string().transform((value) => value.trim().toLowerCase().replaceAll('_', '-')).pipe(z.enum(claimTypes));

export const claimantRole = z.enum(['owner', 'agent', 'licensee', 'authority', 'other']);

/** Who claims. */
export const claimantFields = z.object({
  name: given(text(200)),
  role: claimantRole.default('owner'),
  organisation: given(text(200)),
  email: given(text(254)),
  address: given(text(500)),
  phone: given(text(60)),
});

const work = z.object({
  title: given(text(500)),
  author: given(text(200)),
  urls: z.array(text(2_000)).max(50).default([]),
  firstPublishedAt: given(z.iso.datetime({ offset: true }).or(z.iso.date())).describe('RFC 3339 instant or date.'),
  registration: given(text(200)),
  description: given(text(2_000)),
});

const target = z.union([
  text(2_000).transform((url): { url: string | undefined; itemId: string | undefined } => ({ url, itemId: undefined })),
  z.object({ url: given(text(2_000)), itemId: given(text(60)) }),
]);

/**
 * Body of `POST /v1/takedowns`: one form for every regime (rights reference §1.4). Only `targets` must be there; what a
 * regime asks for beyond it is asked for by a cure request, never refused.
 */
export const notice = z.object({
  type: claimType.default('copyright'),
  regime: given(regimeName),
  jurisdiction: given(z.string().trim().toUpperCase().max(8)).describe('ISO 3166 code, or EU.'),
  language: given(z.enum(['zh', 'en'])),
  claimant: claimantFields.default({ role: 'owner', name: undefined, organisation: undefined, email: undefined, address: undefined, phone: undefined }),
  works: z.array(work).max(500).default([]),
  targets: z.array(target).min(1, 'name at least one address').max(10_000, 'at most 10,000 addresses in one notice'),
  scope: z.enum(['item', 'story', 'source']).default('item').describe('item: only these; story: every copy of their text; source: everything of their source (by order or contract only).'),
  wanted: z.enum(['remove', 'correct', 'no-index', 'block-reuse']).default('remove'),
  grounds: given(text(10_000)).describe('Why it is unlawful.'),
  evidence: z.array(z.object({ description: given(text(2_000)), url: given(text(2_000)), sha256: given(z.string().regex(/^[0-9a-f]{64}$/i)) })).max(100).default([]),
  statements: z.object({ goodFaith: flag, accuracy: flag, authorityUnderPerjury: flag }).default({ goodFaith: false, accuracy: false, authorityUnderPerjury: false }),
  signature: given(text(200)),
  order: given(z.object({ authority: given(text(200)), reference: given(text(200)), law: given(text(120)) })),
});
export type Notice = z.infer<typeof notice>;
