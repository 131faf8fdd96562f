import type { FastifyReply, FastifyRequest } from 'fastify';

import { isUnchanged } from './conditional.decide.js';
import type { Page } from './page.js';

const only = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(', ') : header);

/** Sends a page, or 304 where the reader has it already. What is gone is always sent whole: a 304 would keep the old copy alive. */
export const sendPage = (request: FastifyRequest, reply: FastifyReply, page: Page, nowMs: number): void => {
  const encoding = page.encodingFor(only(request.headers['accept-encoding']));
  const etag = page.etag(encoding);
  void reply.headers(page.headers);
  if (page.status === 200) {
    void reply.header('etag', etag);
    const conditions = { ifNoneMatch: only(request.headers['if-none-match']), ifModifiedSince: only(request.headers['if-modified-since']) };
    const validators = { etags: [page.etag(), page.etag('br'), page.etag('gzip')], lastModifiedMs: page.lastModified?.getTime() };
    if (isUnchanged(conditions, validators, nowMs)) return void reply.status(304).removeHeader('content-type').send();
  }
  if (encoding !== undefined) void reply.header('content-encoding', encoding);
  void reply.status(page.status).send(page.bytes(encoding));
};
