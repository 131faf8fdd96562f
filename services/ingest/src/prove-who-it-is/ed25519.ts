import { createPublicKey, verify, type KeyObject } from 'node:crypto';

const rawBytes = 32;

/**
 * An Ed25519 public key as a source gives it: PEM (SPKI), or its 32 bytes in base64, also with `whpk_` before them
 * (Standard Webhooks). undefined for anything else.
 */
export const ed25519PublicKey = (text: string): KeyObject | undefined => {
  try {
    if (text.includes('-----BEGIN')) {
      const key = createPublicKey(text);
      return key.asymmetricKeyType === 'ed25519' ? key : undefined;
    }
    const raw = Buffer.from(text.trim().replace(/^whpk_/, ''), 'base64');
    return raw.length === rawBytes ? createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') } }) : undefined;
  } catch {
    return undefined;
  }
};

/** Whether a signature (RFC 8032) fits these bytes and this key. */
export const fitsEd25519 = (message: Buffer, publicKey: string, signature: Buffer): boolean => {
  const key = ed25519PublicKey(publicKey);
  return key !== undefined && verify(null, message, key, signature);
};
