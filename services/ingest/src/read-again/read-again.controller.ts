import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, Roles, zodBody } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { ReadAgain } from './read-again.handler.js';

const readAgainBody = z.object({
  since: z.iso.datetime().optional().describe('Only bodies received at or after this instant.'),
  until: z.iso.datetime().optional(),
  after: z.uuid().optional().describe('`next` of the call before.'),
  limit: z.int().min(1).max(200).default(50).describe('Bodies of this call.'),
  apply: z.boolean().default(false).describe('Without it nothing is changed.'),
});

/** `POST /v1/sources/{id}/read-again`: kept bodies through today's parsers. */
@ApiTags('sources')
@Controller('v1/sources')
export class ReadAgainController {
  constructor(private readonly readAgain: ReadAgain) {}

  @Post(':id/read-again')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read kept bodies again with today\'s parsers and settings: a dry run unless `apply`' })
  @ApiJsonBody(readAgainBody)
  @ApiResponse({ status: 200, description: '`{applied, bodies, items, differences: [{receiptId, guid, itemId, outcome, fields}], unreadable, next}`' })
  run(@Param('id') sourceId: string, @Body(zodBody(readAgainBody)) body: z.infer<typeof readAgainBody>, @Req() request: FastifyRequest) {
    const which = { sourceId, since: body.since ?? null, until: body.until ?? null, after: body.after ?? null, limit: body.limit };
    return this.readAgain.run(which, body.apply, callerOf(request)?.name ?? 'unknown');
  }
}
