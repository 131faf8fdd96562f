import { z } from 'zod';

import { ed25519PublicKey } from '../prove-who-it-is/ed25519.js';

/** Ways in which a source proves who it is. */
export const keyScheme = z.enum(['bearer', 'standard-webhooks', 'superdesk', 'ed25519']);
export type KeyScheme = z.infer<typeof keyScheme>;

const timeZone = z.string().max(64).refine((zone) => isTimeZone(zone), 'an IANA time zone, such as Asia/Shanghai');
const charset = z.string().max(40).refine((label) => isCharset(label), 'an encoding label of the WHATWG Encoding Standard, such as gb18030');

const host = z.string().max(253).regex(/^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/, 'a host name in lower case, such as harbour-wire.example');

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const isCharset = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
};

/** What an operator says about a source; every field but the name may be left out. */
export const sourceSettings = z.object({
  name: z.string().trim().min(1).max(200).describe('As it is shown in credits.'),
  url: z.url({ protocol: /^https?$/ }).max(500).optional().describe('Home page; relative links of items are resolved against it.'),
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'a language tag, such as zh-Hans or en').optional().describe('Of items that do not say.'),
  timeZone: timeZone.optional().describe('Of dates without a zone.'),
  categories: z.array(z.string().trim().min(1).max(32)).max(16).optional().describe('Categories of items that carry none.'),
  categoryMap: z.record(z.string().max(200), z.string().trim().min(1).max(32)).optional().describe('Upstream category code or name → our category code.'),
  licence: z.union([z.string().max(500), z.record(z.string(), z.unknown())]).optional().describe('What rights shall grant for this source; passed on to rights.'),
  charset: charset.optional().describe('Stands in for every declared encoding but a byte order mark.'),
  deletionDialect: z.array(z.string().max(40)).max(12).optional().describe('Ways in which RSS items of this source say that they are deleted.'),
  strict: z.boolean().optional().describe('Refuse what violates its format, instead of a warning.'),
  trust: z.enum(['publish', 'hold']).optional().describe('Whether its articles are shown as soon as they are cleared (the default), or wait for an editor, each version of them.'),
  linkHosts: z.array(host).max(200).optional().describe('Hosts, each with what is below it, that links in its articles may lead to; links to others lose their address. Absent: all.'),
  withdrawPolicy: z.enum(['cascade', 'hold', 'ask']).optional().describe('What an upstream removal does: at once, at once and ask an operator, or only ask.'),
  ratePerSecond: z.number().min(0.01).max(100_000).optional().describe('Pushes per second and process.'),
  bytesMax: z.int().min(1024).optional().describe('Largest body of one push, below the service\'s own limit.'),
  idempotencyKeyRequired: z.boolean().optional(),
  quietAfterSeconds: z.int().min(60).max(90 * 86_400).optional().describe('Silence after which the source counts as quiet; without it, its own rhythm decides.'),
});
export type SourceSettings = z.infer<typeof sourceSettings>;

export const sourceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63, such as harbour-wire');

const publicKey = z
  .string()
  .max(500)
  .refine((text) => ed25519PublicKey(text) !== undefined, 'an Ed25519 public key: PEM, or its 32 bytes in base64, also with whpk_ before them')
  .optional()
  .describe('Of the scheme ed25519: the public key of the source, which keeps the private one.');

export const newSource = sourceSettings.extend({ id: sourceId, keyScheme: keyScheme.default('bearer').describe('How the source will prove who it is.'), publicKey });
export type NewSource = z.infer<typeof newSource>;

/** A change of settings: a field that is null is forgotten. */
export const sourceChange = z.object(
  Object.fromEntries(Object.entries(sourceSettings.shape).map(([name, field]) => [name, name === 'name' ? field.optional() : field.nullable().optional()])),
) as z.ZodType<{ [Name in keyof SourceSettings]?: SourceSettings[Name] | null }>;
export type SourceChange = z.infer<typeof sourceChange>;

export const newKey = z.object({
  scheme: keyScheme.default('bearer'),
  publicKey,
  overlapSeconds: z.int().min(0).max(90 * 86_400).default(86_400).describe('How long the older keys of this scheme still work; 0 ends them at once.'),
});
export type NewKey = z.infer<typeof newKey>;

/** One key as the check needs it; a bearer key is kept as its sha256 only, the others must be known to verify a MAC or a signature. */
export type SourceKey = {
  readonly id: string;
  readonly expiresAt: Date | null;
} & ({ readonly scheme: 'bearer'; readonly digest: Buffer } | { readonly scheme: 'standard-webhooks' | 'superdesk' | 'ed25519'; /** Of ed25519: the public key. */ readonly secret: string });

/** A source as pushes are decided with; `version` grows with every change of it or of its keys. */
export interface Source {
  readonly id: string;
  readonly version: number;
  readonly settings: SourceSettings;
  /** Not revoked; some may have expired since. */
  readonly keys: readonly SourceKey[];
}

/** The settings after a change. */
export const applyChange = (settings: SourceSettings, change: SourceChange): SourceSettings =>
  Object.fromEntries(Object.entries({ ...settings, ...change }).filter(([, value]) => value !== null && value !== undefined)) as SourceSettings;
