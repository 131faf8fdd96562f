import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, Roles, zodBody, zodQuery } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { SubscriberCallers } from './caller.js';
import { Deliveries, deliveriesQuery, replayRequest, type DeliveriesQuery, type ReplayRequest } from './deliveries.handler.js';

const idParam = z.uuid('a subscriber id is a UUID');

/** `/v1/subscribers/{id}/deliveries`: what was sent, for operators and for the subscriber itself. */
@ApiTags('subscribers')
@Controller('v1/subscribers/:id')
export class DeliveriesController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly callers: SubscriberCallers,
  ) {}

  @Get('deliveries')
  @ApiOperation({ summary: 'Every number that was given out, newest first, with attempts and answers' })
  async list(@Param('id') id: string, @Query(zodQuery(deliveriesQuery)) query: DeliveriesQuery, @Req() request: FastifyRequest) {
    await this.callers.requiredFor(request, check(idParam, id));
    return this.deliveries.list(id, query);
  }

  @Post('replays')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Send again: counted first, sent with "confirm": true; always the present state' })
  @ApiJsonBody(replayRequest)
  replay(@Param('id') id: string, @Body(zodBody(replayRequest)) request: ReplayRequest) {
    return this.deliveries.replay(check(idParam, id), request);
  }
}
