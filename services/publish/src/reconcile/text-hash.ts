import { createHash } from 'node:crypto';

const form = /^sha256:([0-9a-f]{64})$/i;

/** sha256 of an article's plain text (`bodyText` of the API, the plain body of ninjs) as UTF-8. */
export const textHashOf = (bodyText: string): Buffer => createHash('sha256').update(bodyText.toWellFormed(), 'utf8').digest();

/** As it is written: `sha256:` and 64 hexadecimal digits. */
export const textHashText = (bodyText: string): string => `sha256:${textHashOf(bodyText).toString('hex')}`;

/** Reads one; undefined for what is none. */
export const readTextHash = (text: string): Buffer | undefined => {
  const [, hex] = form.exec(text) ?? [];
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
};
