import type { FastifyReply } from 'fastify';

import { pagePolicy } from './page.js';

/** True where a caller would rather have a page than JSON. */
export const prefersHtml = (accept: string | undefined): boolean => {
  const html = accept?.indexOf('text/html') ?? -1;
  const json = accept?.indexOf('application/json') ?? -1;
  return html >= 0 && (json < 0 || html < json);
};

/** Sends a page that no cache keeps, no engine indexes, no other page frames, and from which no address leaks. */
export const sendPage = (reply: FastifyReply, status: number, page: string): void => {
  void reply
    .status(status)
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .header('vary', 'accept, accept-language')
    .header('content-security-policy', pagePolicy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .type('text/html; charset=utf-8')
    .send(page);
};
