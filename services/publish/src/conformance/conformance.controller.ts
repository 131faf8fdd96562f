import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { check } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { SubscriberCallers } from '../subscribers/caller.js';
import { Conformance } from './conformance.handler.js';

const idParam = z.uuid('a subscriber id is a UUID');

/** `/v1/subscribers/{id}/conformance-runs`: by an operator, or by the subscriber with its own token. */
@ApiTags('subscribers')
@Controller('v1/subscribers/:id/conformance-runs')
export class ConformanceController {
  constructor(
    private readonly conformance: Conformance,
    private readonly callers: SubscriberCallers,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'A test article, a test kill, a stale message and a replay; who passes is certified' })
  async begin(@Param('id') id: string, @Req() request: FastifyRequest) {
    await this.callers.mayChange(request, check(idParam, id));
    return this.conformance.begin(id);
  }

  @Get()
  @ApiOperation({ summary: 'The last runs, with what was seen' })
  async list(@Param('id') id: string, @Req() request: FastifyRequest) {
    await this.callers.requiredFor(request, check(idParam, id));
    return this.conformance.list(id);
  }
}
