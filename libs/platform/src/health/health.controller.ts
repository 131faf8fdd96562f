import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Roles } from '../auth/roles.js';
import { Metrics } from '../metrics/metrics.js';
import { Health } from './health.js';

/** Live: the event loop turns. Ready: give me work. Metrics: Prometheus text, for who has a token: numbers of a business are not the public's. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): { live: true } {
    return { live: true };
  }

  @Get('health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.report();
    void reply.status(report.ready ? 200 : 503).header('cache-control', 'no-store').send(report);
  }

  @Get('metrics')
  @Roles('metrics', 'viewer', 'operator', 'service')
  async scrape(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.registry.contentType).header('cache-control', 'no-store').send(await this.metrics.text());
  }
}
