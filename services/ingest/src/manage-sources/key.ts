import { createHash, randomBytes } from 'node:crypto';

import { problem } from '@wiredesk/platform';

import type { KeyScheme } from './source.js';

/** A key that was just made. `shown` is told once (null: the source has its own); `digest` or `secret` is what is kept. */
export interface MadeKey {
  readonly scheme: KeyScheme;
  readonly shown: string | null;
  readonly digest: Buffer | null;
  readonly secret: string | null;
}

const secretBytes = 32;

/** sha256 of a bearer key, as it is kept. */
export const bearerDigest = (key: string): Buffer => createHash('sha256').update(key).digest();

/** A key of 256 bits in the notation of its scheme; of ed25519 the public key that the source gave, problem 422 without. */
export const keyOf = (scheme: KeyScheme, publicKey: string | undefined): MadeKey => {
  if (scheme !== 'ed25519') return makeKey(scheme);
  if (publicKey === undefined) throw problem(422, 'public-key-missing', 'The scheme ed25519 needs "publicKey": the source makes the pair and keeps the private one.', { errors: [{ pointer: '/publicKey', detail: 'is needed' }] });
  return { scheme, shown: null, digest: null, secret: publicKey };
};

/** Makes a key of 256 bits in the notation of its scheme. */
export const makeKey = (scheme: Exclude<KeyScheme, 'ed25519'>): MadeKey & { readonly shown: string } => {
  const bytes = randomBytes(secretBytes);
  switch (scheme) {
    case 'bearer': {
      const shown = `wdk_${bytes.toString('base64url')}`;
      return { scheme, shown, digest: bearerDigest(shown), secret: null };
    }
    case 'standard-webhooks': {
      const shown = `whsec_${bytes.toString('base64')}`;
      return { scheme, shown, digest: null, secret: shown };
    }
    case 'superdesk': {
      const shown = bytes.toString('hex');
      return { scheme, shown, digest: null, secret: shown };
    }
  }
};
