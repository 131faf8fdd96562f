import { createHmac, timingSafeEqual } from 'node:crypto';

import { bearerDigest } from '../manage-sources/key.js';
import type { SourceKey } from '../manage-sources/source.js';
import { fitsEd25519 } from './ed25519.js';
import { proveHttpSignature } from './http-signature.js';

/** What is known of a caller before anything is parsed. Header names are in lower case. */
export interface Claim {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body exactly as it was received. */
  readonly body: Buffer;
  /** What was asked for, as the caller sees it; needed by HTTP Message Signatures. */
  readonly target?: { readonly method: string; readonly uri: string };
  /** How old its signature may be where it waited in a queue before it came to us; default 300 s. */
  readonly waitedSecondsMax?: number;
}

export type Proof =
  | { readonly ok: true; readonly keyId: string; readonly scheme: SourceKey['scheme']; /** Standard Webhooks: unique per message. */ readonly messageId?: string }
  | { readonly ok: false; readonly code: string; readonly detail: string };

const toleranceSeconds = 300;

const header = (claim: Claim, name: string): string | undefined => {
  const value = claim.headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

const failed = (code: string, detail: string): Proof => ({ ok: false, code, detail });

/**
 * Checks who sent a body, over its raw bytes and in constant time, against every key of the source that is live at
 * `now`. Nothing without a proof is ever taken. The schemes are those of formats.md §1.
 */
export const prove = (claim: Claim, keys: readonly SourceKey[], now: Date): Proof => {
  const live = keys.filter((key) => key.expiresAt === null || key.expiresAt > now);
  if (header(claim, 'webhook-signature') !== undefined) return standardWebhooks(claim, live, now);
  if (header(claim, 'signature-input') !== undefined) return proveHttpSignature(claim, live, now);
  if (header(claim, 'x-superdesk-signature') !== undefined) return superdesk(claim, live, 'x-superdesk-signature');
  if (header(claim, 'x-publisher-signature') !== undefined) return superdesk(claim, live, 'x-publisher-signature');
  const token = /^Bearer +(\S+)$/i.exec(header(claim, 'authorization') ?? '')?.[1];
  if (token === undefined) {
    return failed('key-missing', 'Send "Authorization: Bearer <key>", Standard Webhooks headers, an HTTP Message Signature or x-superdesk-signature. The key was shown when the source was made.');
  }
  return bearer(token, live);
};

const bearer = (token: string, live: readonly SourceKey[]): Proof => {
  const digest = bearerDigest(token);
  let match: SourceKey | undefined;
  for (const key of live) if (key.scheme === 'bearer' && timingSafeEqual(key.digest, digest)) match = key;
  return match ? { ok: true, keyId: match.id, scheme: 'bearer' } : failed('key-wrong', 'This key is not one of the source\'s. Was it rotated or revoked? An operator makes a new one.');
};

/** Specification: github.com/standard-webhooks/standard-webhooks; symmetric `v1` and Ed25519 `v1a` signatures, others skipped. */
const standardWebhooks = (claim: Claim, live: readonly SourceKey[], now: Date): Proof => {
  const id = header(claim, 'webhook-id');
  const timestamp = header(claim, 'webhook-timestamp');
  if (!id || id.length > 200 || !timestamp || !/^\d{1,12}$/.test(timestamp)) {
    return failed('signature-incomplete', 'Send webhook-id, webhook-timestamp (whole seconds) and webhook-signature together.');
  }
  const ageSeconds = now.getTime() / 1000 - Number(timestamp);
  const ageSecondsMax = claim.waitedSecondsMax ?? toleranceSeconds;
  if (ageSeconds < -toleranceSeconds || ageSeconds > ageSecondsMax) {
    return failed('signature-expired', `webhook-timestamp is more than ${ageSeconds < 0 ? toleranceSeconds : ageSecondsMax} s from our clock, which says ${now.toISOString()}. Is yours right, or is this a replay?`);
  }
  const parts = (header(claim, 'webhook-signature') ?? '').split(' ', 20);
  const ofVersion = (version: string) => parts.filter((part) => part.startsWith(`${version},`)).map((part) => Buffer.from(part.slice(version.length + 1), 'base64'));
  const [signatures, asymmetric] = [ofVersion('v1'), ofVersion('v1a')];
  const message = asymmetric.length === 0 ? undefined : Buffer.concat([Buffer.from(`${id}.${timestamp}.`), claim.body]);
  for (const key of live) {
    if (key.scheme === 'ed25519' && message && asymmetric.some((signature) => fitsEd25519(message, key.secret, signature))) return { ok: true, keyId: key.id, scheme: 'ed25519', messageId: id };
    if (key.scheme !== 'standard-webhooks') continue;
    const secret = Buffer.from(key.secret.replace(/^whsec_/, ''), 'base64');
    const expected = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(claim.body).digest();
    if (signatures.some((signature) => equal(signature, expected))) return { ok: true, keyId: key.id, scheme: 'standard-webhooks', messageId: id };
  }
  return failed('signature-wrong', 'webhook-signature does not fit these bytes and any live secret of the source. Sign `id.timestamp.body` over the body exactly as it is sent.');
};

/** Superdesk signs the body alone, with SHA-1; without a time in it a replay must be, and is, harmless. */
const superdesk = (claim: Claim, live: readonly SourceKey[], name: string): Proof => {
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(header(claim, name) ?? '')?.[1];
  if (hex === undefined) return failed('signature-incomplete', `${name} must be sha1=<40 hex digits>.`);
  const signature = Buffer.from(hex, 'hex');
  for (const key of live) {
    if (key.scheme !== 'superdesk') continue;
    if (equal(signature, createHmac('sha1', key.secret).update(claim.body).digest())) return { ok: true, keyId: key.id, scheme: 'superdesk' };
  }
  return failed('signature-wrong', `${name} does not fit these bytes and any live secret of the source.`);
};

const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
