import { Controller, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CONFIG } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { IngestConfig } from '../ingest.config.js';
import { receiptUrl, targetOf } from '../receipts/receipt-url.js';
import { pushExamples } from './push-examples.js';
import { ReceiveItem } from './receive-item.handler.js';

/** `POST /v1/sources/{id}/items`: the one door for every format. */
@ApiTags('push')
@Controller('v1/sources')
export class ReceiveItemController {
  constructor(
    private readonly receiver: ReceiveItem,
    @Inject(CONFIG) private readonly config: IngestConfig,
  ) {}

  @Post(':id/items')
  @ApiOperation({
    summary: 'Push one item or a feed, in any supported format; what it is, is found out from its content',
    requestBody: { required: true, description: 'The item or feed, as it is.', content: pushExamples },
  })
  @ApiHeader({ name: 'authorization', required: false, description: '`Bearer <key>`; or sign: Standard Webhooks headers, an HTTP Message Signature (RFC 9421, Ed25519), or x-superdesk-signature' })
  @ApiHeader({ name: 'idempotency-key', required: false, description: 'The same key with the same body gives the first answer again' })
  @ApiHeader({ name: 'content-encoding', required: false, description: 'gzip, deflate or br' })
  @ApiQuery({ name: 'dryRun', required: false, description: '`true`: parse, decide and report; store nothing' })
  @ApiResponse({ status: 202, description: 'Durable. `{receipt: {id, url}, items: [{guid, itemId, outcome, revision, reason?, warnings?}]}`' })
  @ApiResponse({ status: 400, description: 'Malformed, with line and column' })
  @ApiResponse({ status: 401, description: 'Key or signature missing or wrong' })
  @ApiResponse({ status: 404, description: 'No such source' })
  @ApiResponse({ status: 413, description: 'Too large' })
  @ApiResponse({ status: 415, description: 'Not a format that is read: says what was seen and what is expected' })
  @ApiResponse({ status: 422, description: 'Cannot be decoded: bytes kept in quarantine' })
  @ApiResponse({ status: 429, description: 'Faster than the source\'s rate; see Retry-After' })
  @ApiResponse({ status: 503, description: 'Nothing was accepted; see Retry-After' })
  async push(@Param('id') sourceId: string, @Query('dryRun') dryRun: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
    const received = await this.receiver.receive({ sourceId, headers: request.headers, target: targetOf(this.config, request), body, dryRun: dryRun === 'true' || dryRun === '1' });
    if (received.kind === 'preview') {
      await reply.status(200).send({ dryRun: true, ...received.preview });
      return;
    }
    const url = receiptUrl(this.config, request, received.receiptId);
    await reply
      .status(202)
      .header('location', url)
      .send({ receipt: { id: received.receiptId, url }, items: received.items, ...(received.warnings.length > 0 ? { warnings: received.warnings } : {}) });
  }
}
