import { createHmac, sign, type KeyObject } from 'node:crypto';

/** The key of a secret in the notation of Standard Webhooks (`whsec_` and base64). */
const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

/** What a message is proven with: the subscriber's secrets in force (v1), and our own private key (v1a). */
export interface Proof {
  readonly secrets: readonly string[];
  readonly privateKey: KeyObject;
}

/**
 * Headers that prove a message, by Standard Webhooks 1.0: over `id.timestamp.body`, HMAC-SHA256 once for each secret
 * in force, so that a rotation breaks nobody, and Ed25519, which anybody can verify who has our public key. The id is
 * that of the delivery and the same at each attempt, the time is that of the attempt.
 */
export const signedHeaders = (id: string, atMs: number, body: string, { secrets, privateKey }: Proof): Record<string, string> => {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  const symmetric = secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`);
  const asymmetric = `v1a,${sign(null, Buffer.from(signed), privateKey).toString('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': [...symmetric, asymmetric].join(' ') };
};
