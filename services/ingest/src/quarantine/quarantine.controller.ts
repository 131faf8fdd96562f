import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, check, Roles, zodBody, zodQuery } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { sourceId } from '../manage-sources/source.js';
import { Quarantine } from './quarantine.handler.js';

const caseId = z.uuid('the id of a case, as GET /v1/quarantine lists it');
const listQuery = z.object({
  source: sourceId.optional(),
  reason: z.string().max(60).optional(),
  state: z.enum(['open', 'closed', 'all']).default('open'),
  before: caseId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const discardBody = z.object({ reason: z.string().trim().min(3).max(500).describe('Shown to the source in its receipt.') });
const retryBody = z
  .object({
    ids: z.array(caseId).min(1).max(100).optional(),
    source: sourceId.optional(),
    reason: z.string().max(60).optional(),
    limit: z.int().min(1).max(100).default(50),
    dryRun: z.boolean().default(false).describe('Only says what would become of them.'),
  })
  .refine((body) => body.ids ?? body.source ?? body.reason, 'say which: ids, source or reason');

/** `/v1/quarantine`: bodies that could not be read. */
@ApiTags('quarantine')
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(private readonly quarantine: Quarantine) {}

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'Bodies that could not be read, newest first, without their bytes' })
  @ApiQuery({ name: 'source', required: false })
  @ApiQuery({ name: 'reason', required: false, description: 'Code of the reason' })
  @ApiQuery({ name: 'state', required: false, enum: ['open', 'closed', 'all'] })
  @ApiQuery({ name: 'before', required: false, description: '`next` of the page before' })
  @ApiQuery({ name: 'limit', required: false })
  list(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>) {
    return this.quarantine.list({ ids: null, sourceId: query.source ?? null, reasonCode: query.reason ?? null, state: query.state, before: query.before ?? null }, query.limit);
  }

  @Get('reasons')
  @Roles('viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'How many open cases there are, by source and reason' })
  async reasons() {
    return { reasons: await this.quarantine.reasons() };
  }

  @Get(':id/payload')
  @Roles('operator', 'payloads')
  @ApiOperation({ summary: 'The bytes as they came; operators, and the permission payloads' })
  @ApiResponse({ status: 200, description: 'application/octet-stream, always as a download' })
  async payload(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const payload = await this.quarantine.payload(check(caseId, id));
    request.log.info({ quarantineId: id, by: callerName(request) }, 'quarantined bytes were read');
    await reply
      .status(200)
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename="${id}.bin"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(payload.bytes);
  }

  @Post(':id/retry')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read one case again, with the settings that its source has now' })
  async retry(@Param('id') id: string, @Req() request: FastifyRequest) {
    const [outcome] = await this.quarantine.retry({ ...everything, ids: [check(caseId, id)] }, callerName(request), 1);
    return outcome ?? { id, outcome: 'closed-already' };
  }

  @Post('retry')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read many cases again: by ids, source or reason; 100 at most' })
  @ApiJsonBody(retryBody)
  async retryMany(@Body(zodBody(retryBody)) body: z.infer<typeof retryBody>, @Req() request: FastifyRequest) {
    const filter = { ...everything, ids: body.ids ?? null, sourceId: body.source ?? null, reasonCode: body.reason ?? null };
    if (body.dryRun) return { dryRun: true, outcomes: await this.quarantine.tryOut(filter, body.limit) };
    return { outcomes: await this.quarantine.retry(filter, callerName(request), body.limit) };
  }

  @Post(':id/discard')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Close a case for good, with a reason' })
  @ApiJsonBody(discardBody)
  async discard(@Param('id') id: string, @Body(zodBody(discardBody)) body: z.infer<typeof discardBody>, @Req() request: FastifyRequest): Promise<void> {
    await this.quarantine.discard(check(caseId, id), callerName(request), body.reason);
  }
}

const everything = { ids: null, sourceId: null, reasonCode: null, state: 'open', before: null } as const;
const callerName = (request: FastifyRequest): string => callerOf(request)?.name ?? 'unknown';
