import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { check, CONFIG, zodQuery } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { IngestConfig } from '../ingest.config.js';
import { languageOf } from './page-language.decide.js';
import { receiptPage, receiptPagePolicy } from './receipt-page.js';
import { receiptUrl, targetOf } from './receipt-url.js';
import { Receipts } from './receipts.handler.js';

const recentQuery = z.object({ before: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
const receiptId = z.uuid('the id of a receipt, as it was answered to the push');

/** What became of a push, as JSON or as a page; and the last pushes of a source. */
@ApiTags('receipts')
@Controller('v1')
export class ReceiptsController {
  constructor(
    private readonly receipts: Receipts,
    @Inject(CONFIG) private readonly config: IngestConfig,
  ) {}

  @Get('receipts/:id')
  @ApiOperation({ summary: 'What became of a push: each item with every stage that it has passed, kept up to date' })
  @ApiHeader({ name: 'authorization', required: false, description: '`Bearer` with the key of the source or a token of ours; browsers are asked for it as a password' })
  @ApiHeader({ name: 'accept', required: false, description: '`text/html` gives a page for people (zh or en, by Accept-Language or ?lang=)' })
  @ApiQuery({ name: 'lang', required: false, description: '`zh` or `en`, for the page' })
  @ApiResponse({ status: 200, description: '`{receipt, warnings, quarantine, items: [{guid, itemId, outcome, standing, stages: [{stage, at, …}], understood?}]}`' })
  @ApiResponse({ status: 401, description: 'Neither the source\'s key nor a token of ours' })
  @ApiResponse({ status: 404, description: 'No such receipt, or another source\'s' })
  async one(@Param('id') id: string, @Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const url = receiptUrl(this.config, request, check(receiptId, id));
    const view = await this.receipts.read(id, { headers: withBearer(request.headers), body: Buffer.alloc(0), target: targetOf(this.config, request) }, url);
    void reply.header('cache-control', 'private, no-store').header('vary', 'accept, accept-language, authorization');
    if (!prefersHtml(request.headers.accept)) {
      await reply.status(200).send(view);
      return;
    }
    await reply
      .status(200)
      .header('content-security-policy', receiptPagePolicy)
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .type('text/html; charset=utf-8')
      .send(receiptPage(view, languageOf(lang, request.headers['accept-language'])));
  }

  @Get('sources/:id/receipts')
  @ApiOperation({ summary: 'The last pushes of a source, newest first: for the source itself, and for us' })
  @ApiQuery({ name: 'before', required: false, description: '`next` of the page before' })
  @ApiQuery({ name: 'limit', required: false })
  async recent(@Param('id') id: string, @Query(zodQuery(recentQuery)) query: z.infer<typeof recentQuery>, @Req() request: FastifyRequest) {
    const claim = { headers: withBearer(request.headers), body: Buffer.alloc(0), target: targetOf(this.config, request) };
    const receipts = await this.receipts.recent(id, claim, query.before ?? null, query.limit);
    return {
      receipts: receipts.map((receipt) => ({ ...receipt, url: receiptUrl(this.config, request, receipt.id) })),
      next: receipts.length === query.limit ? (receipts.at(-1)?.id ?? null) : null,
    };
  }
}

/** A browser can only ask for a password: the one of Basic is taken for the key or token. */
const withBearer = (headers: FastifyRequest['headers']): FastifyRequest['headers'] => {
  const encoded = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return headers;
  const password = Buffer.from(encoded, 'base64').toString('utf8').replace(/^[^:]*:/, '');
  return { ...headers, authorization: `Bearer ${password}` };
};

const prefersHtml = (accept: string | undefined): boolean => {
  const html = accept?.indexOf('text/html') ?? -1;
  const json = accept?.indexOf('application/json') ?? -1;
  return html >= 0 && (json < 0 || html < json);
};
