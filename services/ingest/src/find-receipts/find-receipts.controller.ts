import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { callerOf, check, problem, Roles, zodQuery } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { sourceId } from '../manage-sources/source.js';
import { findReceipts, readPayloadOf } from './find-receipts.store.js';
import { payloadView } from './payload-view.js';

const receiptId = z.uuid('the id of a receipt, as GET /v1/receipts lists it');
const outcomes = ['new', 'revised', 'unchanged', 'withdrawn', 'refused'] as const;
const listQuery = z.object({
  source: sourceId.optional(),
  outcome: z.enum(outcomes).optional(),
  q: z.string().trim().min(3).max(400).optional(),
  before: receiptId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /v1/receipts`: pushes of all sources, for our own people. */
@ApiTags('receipts')
@Controller('v1/receipts')
export class FindReceiptsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'Pushes of all sources, newest first; 2,000 are looked through for each page' })
  @ApiQuery({ name: 'source', required: false })
  @ApiQuery({ name: 'outcome', required: false, enum: outcomes })
  @ApiQuery({ name: 'q', required: false, description: 'Part of a guid, an item id, or of a reason' })
  @ApiQuery({ name: 'before', required: false, description: '`next` of the page before' })
  @ApiQuery({ name: 'limit', required: false })
  list(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>) {
    return findReceipts(this.dataSource, { sourceId: query.source ?? null, outcome: query.outcome ?? null, text: query.q ?? null, before: query.before ?? null }, query.limit);
  }

  @Get(':id/payload')
  @Roles('operator', 'payloads')
  @ApiOperation({ summary: 'The bytes of a push as they came; operators, and the permission payloads' })
  @ApiHeader({ name: 'accept', required: false, description: '`application/json` gives `{bytes, contentType, charset, text, cut, hex, base64}`: their beginning as text and as a dump, and all of them where they are 2 MB at most' })
  @ApiResponse({ status: 200, description: 'application/octet-stream, always as a download' })
  @ApiResponse({ status: 410, description: 'They were let go by the retention' })
  async payload(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const payload = await readPayloadOf(this.dataSource, check(receiptId, id));
    if (payload === undefined) throw problem(404, 'receipt-unknown', `There is no receipt "${id}".`);
    const { bytes } = payload;
    if (bytes === null) throw problem(410, 'payload-let-go', 'The bytes of this push were let go after the time for which they are kept; what became of its items is in the receipt.');
    request.log.info({ receiptId: id, by: callerOf(request)?.name }, 'bytes of a push were read');
    void reply.status(200).header('cache-control', 'private, no-store').header('x-content-type-options', 'nosniff');
    if (/application\/json/.test(request.headers.accept ?? '')) {
      await reply.send(payloadView(bytes, payload));
      return;
    }
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename="${id}.bin"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(bytes);
  }
}
