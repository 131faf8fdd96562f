import { randomInt, randomBytes, createHash } from 'node:crypto';

/** Without letters and digits that people confuse when they read them to each other. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const tokenBytes = 24;

/** A case number such as WD-7F3K-9Q2M: eight places of 30 signs, 39 bits, by chance. */
export const newCaseNumber = (): string => {
  const signs = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `WD-${signs.slice(0, 4)}-${signs.slice(4)}`;
};

/** A token of 192 bits; only its digest is kept. */
export const newToken = (): string => randomBytes(tokenBytes).toString('base64url');

export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();
