import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { CONFIG, problem, ProblemException } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { readImage } from '../pictures/image.decide.js';
import { assetExists, nameAsset, storePicture } from '../pictures/picture.store.js';
import { ReceiveItem, type Received } from '../receive-item/receive-item.handler.js';
import { receiptUrl } from '../receipts/receipt-url.js';
import { readAssetForm } from './multipart.js';

const busyRetrySeconds = 5;

/**
 * `/superdesk/{id}`: what Superdesk's http_push transmitter expects (content_api destination of Newsroom and Web
 * Publisher): items and assets answered 201, and 503 for whatever may be sent again, because it never retries a 4xx.
 */
@ApiTags('push')
@Controller('superdesk')
export class SuperdeskController {
  constructor(
    private readonly receiver: ReceiveItem,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IngestConfig,
  ) {}

  @Post(':id')
  @ApiOperation({ summary: 'Superdesk http_push: one ninjs item, signed with x-superdesk-signature' })
  @ApiResponse({ status: 201, description: 'Durable. The same answer as of POST /v1/sources/{id}/items' })
  @ApiResponse({ status: 422, description: 'The item was refused, and would be again' })
  @ApiResponse({ status: 503, description: 'Send it again later' })
  async push(@Param('id') sourceId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const received = await retryable(() => this.receiver.receive({ sourceId, headers: request.headers, body: bodyOf(request), dryRun: false }));
    const { receiptId, items } = accepted(received);
    const url = receiptUrl(this.config, request, receiptId);
    const [first] = items;
    if (items.length === 1 && first?.outcome === 'refused') throw problem(422, first.reason?.code ?? 'refused', first.reason?.detail ?? 'The item was refused.', { members: { receipt: { id: receiptId, url } } });
    await reply.status(201).header('location', url).send({ receipt: { id: receiptId, url }, items });
  }

  /** Superdesk asks without a signature, and knows only these two answers; so they tell nothing but whether to send. */
  @Get(':id/assets/:mediaId')
  @ApiOperation({ summary: 'Superdesk http_push: is this asset here already? Unsigned; no bytes are sent' })
  @ApiResponse({ status: 404, description: 'Send it' })
  async has(@Param('id') sourceId: string, @Param('mediaId') mediaId: string, @Res() reply: FastifyReply): Promise<void> {
    await reply.status((await assetExists(this.dataSource, sourceId, mediaId)) ? 200 : 404).send();
  }

  @Post(':id/assets')
  @ApiOperation({ summary: 'Superdesk http_push: an asset as multipart form (media_id, media), signed over the whole form' })
  @ApiResponse({ status: 415, description: 'Not a picture that is taken: JPEG, PNG, GIF or WebP' })
  async asset(@Param('id') sourceId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const body = bodyOf(request);
    const source = await this.receiver.provenSource({ sourceId, headers: request.headers, body });
    const { mediaId, bytes } = readAssetForm(body, request.headers['content-type']);
    const image = readImage(bytes);
    if (!image) throw problem(415, 'picture-unsupported', 'The part media is no JPEG, PNG, GIF or WebP picture, or it is broken.');
    const sha256 = await inTransaction(this.dataSource, async (tx) => {
      const stored = await storePicture(tx, bytes, image);
      await nameAsset(tx, source.id, mediaId, stored);
      return stored;
    });
    await reply.status(201).send({ media_id: mediaId, sha256, type: image.type, width: image.width, height: image.height });
  }
}

const bodyOf = (request: FastifyRequest): Buffer => (request.body instanceof Buffer ? request.body : Buffer.alloc(0));

const accepted = (received: Received): Extract<Received, { kind: 'accepted' }> => {
  if (received.kind !== 'accepted') throw new Error('a push that is no dry run was answered as one');
  return received;
};

/** What re-sending can mend is answered 503 here. */
const retryable = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemException) || (error.getStatus() !== 429 && error.getStatus() !== 409)) throw error;
    throw problem(503, error.code, error.detail, { retryAfterSeconds: error.extras.retryAfterSeconds ?? busyRetrySeconds });
  }
};
