import { createHash } from 'node:crypto';

/**
 * The id of a copy: the same for the same article on the same place, whoever computes it and how often (a UUID of
 * version 8, RFC 9562, from a hash). A subscriber is one place, whatever URL it has today and
 * however deliveries leave to it: its id is always made with `webhook`.
 */
export const copyIdOf = (itemId: string, surface: string, place: { readonly path: string } | { readonly subscriberId: string }): string => {
  const named = 'path' in place ? place.path : place.subscriberId;
  const hex = createHash('sha256').update(`${itemId}\n${surface}\n${named}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
