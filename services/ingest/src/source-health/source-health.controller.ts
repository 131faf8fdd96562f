import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Roles, zodQuery } from '@wiredesk/platform';
import { z } from 'zod';

import { SourceHealth } from './source-health.handler.js';

const listQuery = z.object({ quiet: z.enum(['true', 'false']).optional() });

/** How sources do. */
@ApiTags('sources')
@Controller('v1')
export class SourceHealthController {
  constructor(private readonly health: SourceHealth) {}

  @Get('source-health')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'Health of all sources' })
  @ApiQuery({ name: 'quiet', required: false, enum: ['true', 'false'], description: '`true`: only those that have gone quiet' })
  async all(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>) {
    const sources = await this.health.all();
    return { sources: query.quiet === undefined ? sources : sources.filter((source) => source.quiet === (query.quiet === 'true')) };
  }

  @Get('sources/:id/health')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'Health of one source, with a sample of its last refused calls' })
  @ApiResponse({ status: 200, description: '`{lastPushAt, quiet, quietAfterSeconds, silentForSeconds, lastHour, last24Hours, quarantined, refusals: [{refusedAt, status, code, detail, contentType, bytes, beginning}]}`' })
  one(@Param('id') id: string) {
    return this.health.one(id);
  }
}
