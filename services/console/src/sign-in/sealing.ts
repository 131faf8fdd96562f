import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** A key for one purpose, of something that only those who may open it have. */
export const sealingKey = (purpose: string, secret: string | Buffer): Buffer => createHash('sha256').update(`wiredesk console ${purpose}`).update(secret).digest();

/** Closes a text to everybody without the key, and to changes (AES-256-GCM). */
export const sealText = (key: Buffer, text: string): Buffer => {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
};

/** The text; undefined for what was not sealed with this key, or was changed. */
export const openText = (key: Buffer, bytes: Buffer): string | undefined => {
  if (bytes.length <= ivBytes + tagBytes) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    // Not ours: the same as nothing.
    return undefined;
  }
};
