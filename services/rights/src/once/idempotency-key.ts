import { problem } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

const keyCharsMax = 255;

/** The `Idempotency-Key` header of a request, undefined if there is none. Problem 400 for one that cannot be kept. */
export const idempotencyKeyOf = (request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return undefined;
  if (Array.isArray(key) || key.length > keyCharsMax || !/^[\x21-\x7e]+$/.test(key)) throw problem(400, 'idempotency-key-invalid', `Give one Idempotency-Key of at most ${keyCharsMax} printable ASCII characters.`);
  return key;
};
