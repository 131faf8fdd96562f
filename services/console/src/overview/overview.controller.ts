import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, Roles, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { readFunnel, readTakedownClock, readTotals, steps } from './funnel.store.js';
import { ServiceStates } from './service-state.js';

const funnelMinutes = 60;
const clockDays = 30;

/** The funnel from push to page, how each service is, and how long a takedown takes. */
@ApiTags('overview')
@Controller()
export class OverviewController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly states: ServiceStates,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('v1/overview')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Counts per minute of the last hour, state of the services, takedown clock' })
  async overview() {
    const now = this.clock.now().getTime();
    const [minutes, totals, takedown, services] = await Promise.all([
      readFunnel(this.dataSource, new Date(now - funnelMinutes * 60_000)),
      readTotals(this.dataSource),
      readTakedownClock(this.dataSource, new Date(now - clockDays * 86_400_000)),
      this.states.ask(),
    ]);
    return { at: new Date(now).toISOString(), steps, minutes, totals, takedown: takedown ?? null, services };
  }

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.pages.send(request, reply, 'overview', { visitor, ...(await this.overview()) });
  }
}
