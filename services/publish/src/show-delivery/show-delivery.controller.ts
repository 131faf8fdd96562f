import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { check, CONFIG, problem, Roles } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { messageOf } from '../deliver/message.decide.js';
import { Gate } from '../hold-lane/gate.js';
import type { PublishConfig } from '../publish.config.js';
import { asClaimed, readArticle, readDelivery } from './delivery.store.js';
import { shownRequest } from './request.decide.js';

/** `GET /v1/deliveries/{id}/payload`: one delivery with what was asked and answered. */
@ApiTags('subscribers')
@Controller('v1/deliveries')
export class ShowDeliveryController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  @Get(':id/payload')
  @Roles('operator', 'payloads')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'One delivery with its request, as far as it is not secret, and the last answer' })
  @ApiResponse({ status: 200, description: '`{delivery: {id, subscriberId, type, state, attempts, transmitter}, request: {method, url, headers, body, isWithheld}, answer: {status, error, body, ms} | null}`. The message is made anew from what it was made from: it is not kept.' })
  @ApiResponse({ status: 404, description: 'Unknown, or finished and forgotten' })
  async show(@Param('id') id: string) {
    const row = await readDelivery(this.dataSource, check(z.uuid('the id of a delivery'), id));
    if (!row) throw problem(404, 'delivery-unknown', `There is no delivery of this id. Finished ones are forgotten after ${this.config.DELIVERY_KEPT_DAYS} days (DELIVERY_KEPT_DAYS).`);
    const article = row.item_id === null ? undefined : await readArticle(this.dataSource, row.item_id);
    const message = messageOf(
      asClaimed(row, article),
      { portalUrl: this.config.PORTAL_PUBLIC_URL, publicUrl: this.config.PUBLIC_URL ?? this.config.PORTAL_PUBLIC_URL, respondWithinMs: this.config.REMOVAL_RESPOND_HOURS * 3_600_000, hold: row.hold_id === null ? undefined : this.gate.holdOf(row.hold_id) },
    );
    const isShown = article !== undefined && article.state === 'live' && this.gate.permits(article, 'webhook');
    return {
      delivery: { id: row.id, subscriberId: row.subscriber_id, itemId: row.item_id, type: row.type, state: row.state, sequence: row.sequence === null ? null : Number(row.sequence), attempts: row.attempts, createdAt: row.created_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null, transmitter: row.transmitter.kind },
      request: shownRequest({ url: row.url, ownHeaders: Object.keys(row.headers), deliveryId: row.id, message, isShown }),
      answer: row.attempts === 0 ? null : { status: row.last_status, error: row.last_error, body: row.last_answer, ms: row.last_ms },
    };
  }
}
