import { createHash, randomBytes } from 'node:crypto';

import { z } from 'zod';

const codes = z.array(z.string().min(1).max(64)).min(1).max(100);

/** What a key may read; a field that is left out allows all. */
export const keyFilter = z.strictObject({ sources: codes.optional(), categories: codes.optional(), languages: codes.optional() });
export type KeyFilter = z.infer<typeof keyFilter>;

export const newApiKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  filter: keyFilter.default({}),
  requestsPerMinute: z.number().int().min(1).max(6_000).default(120),
});
export type NewApiKey = z.infer<typeof newApiKey>;

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly filter: KeyFilter;
  readonly requestsPerMinute: number;
}

const prefix = 'wdk_';
const keyBytes = 32;

/** A new key: `wdk_` and 256 bits, shown once. */
export const newKeyText = (): string => `${prefix}${randomBytes(keyBytes).toString('base64url')}`;
export const looksLikeKey = (token: string): boolean => token.startsWith(prefix);
/** sha256, as it is kept. */
export const keyDigest = (key: string): Buffer => createHash('sha256').update(key).digest();
