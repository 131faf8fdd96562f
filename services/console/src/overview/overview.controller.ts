import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { ReadOverview, type Overview } from './read-overview.js';

/** The home screen, and the same for machines. */
@ApiTags('overview')
@Controller()
export class OverviewController {
  constructor(
    private readonly overviews: ReadOverview,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
  ) {}

  @Get('v1/overview')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Counts per minute of the last hour, what waits longest, state of the services, takedown clock' })
  overview(): Promise<Overview> {
    return this.overviews.read();
  }

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.pages.send(request, reply, 'overview', { visitor, ...(await this.overviews.read()) });
  }
}
