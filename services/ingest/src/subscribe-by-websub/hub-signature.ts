import { createHmac, timingSafeEqual } from 'node:crypto';

const methods: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Whether `X-Hub-Signature` (WebSub §7.1: `method=hex`) fits these bytes and the secret; compared in constant time. */
export const fitsHubSignature = (header: string | undefined, body: Buffer, secret: string): boolean => {
  const [, method = '', hex = ''] = /^\s*(sha\d{1,3})=([0-9a-f]{40,128})\s*$/i.exec(header ?? '') ?? [];
  if (!methods.has(method.toLowerCase())) return false;
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest();
  const given = Buffer.from(hex, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
