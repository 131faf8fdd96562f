import { createHash, randomBytes } from 'node:crypto';

import type { KeyScheme } from './source.js';

/** A key that was just made. `shown` is told once; `digest` or `secret` is what is kept. */
export interface MadeKey {
  readonly scheme: KeyScheme;
  readonly shown: string;
  readonly digest: Buffer | null;
  readonly secret: string | null;
}

const secretBytes = 32;

/** sha256 of a bearer key, as it is kept. */
export const bearerDigest = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Makes a key of 256 bits in the notation of its scheme. */
export const makeKey = (scheme: KeyScheme): MadeKey => {
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
