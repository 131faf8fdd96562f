import { createHash, randomBytes } from 'node:crypto';

const secretBytes = 32;

/** A new signing secret in the notation of Standard Webhooks: `whsec_` and 256 bits in base64. */
export const newSecret = (): string => `whsec_${randomBytes(secretBytes).toString('base64')}`;

/** A new token with which a subscriber calls us: `wds_` and 256 bits. Only its digest is kept. */
export const newToken = (): string => `wds_${randomBytes(secretBytes).toString('base64url')}`;

/** sha256 of a token, as it is kept. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();
