import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RebuildRunning, type RebuildState } from '@wiredesk/messaging';
import { callerOf, problem, Roles } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

import { AuditTrail } from '../audit/audit-trail.js';
import { RebuildProjection } from './rebuild-projection.js';

/** `wiredesk replay console`: the projection from the beginnings of the topics, while this one is shown. */
@ApiTags('replay')
@Controller('v1/replay')
export class RebuildController {
  constructor(
    private readonly rebuild: RebuildProjection,
    private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'How far the replay that runs in this process, or ran last, has come' })
  state(): RebuildState {
    return this.rebuild.state();
  }

  @Post()
  @HttpCode(202)
  @Roles('operator')
  @ApiOperation({ summary: 'Build the projection anew from the topics, beside the one that is shown; it takes its place when it is complete' })
  async start(@Req() request: FastifyRequest): Promise<RebuildState> {
    const caller = callerOf(request);
    await this.trail.record({ actor: caller?.name ?? '', roles: caller?.roles ?? [], address: request.ip }, { act: 'projection.rebuild', target: null, details: {} }, () => this.begin());
    return this.rebuild.state();
  }

  private async begin(): Promise<void> {
    try {
      await this.rebuild.start();
    } catch (error) {
      if (!(error instanceof RebuildRunning)) throw error;
      throw problem(409, 'replay-running', 'A replay runs already: GET /v1/replay says how far it is. Wait until it has ended.');
    }
  }
}
