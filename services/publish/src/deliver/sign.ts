import { createHmac } from 'node:crypto';

/** The key of a secret in the notation of Standard Webhooks (`whsec_` and base64). */
const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

/**
 * Headers that prove a message, by Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, once for each secret
 * in force, so that a rotation breaks nobody. The id is that of the delivery and the same at each attempt, the time is
 * that of the attempt.
 */
export const signedHeaders = (id: string, atMs: number, body: string, secrets: readonly string[]): Record<string, string> => {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`).join(' '),
  };
};
