import { createHash, timingSafeEqual } from 'node:crypto';

import { v7 } from 'uuid';

/** A new UUID of version 7 (RFC 9562): unique, and sorted by the time it was made. */
export const uuidv7 = (): string => v7();

/** sha256 of bytes or of UTF-8 text, lower-case hex. */
export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** Compares two texts in a time that depends on neither: both are hashed to the same length first. */
export const timingSafeEqualText = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
