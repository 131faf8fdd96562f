import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, check, CLOCK, CONFIG, problem, Roles, zodBody, type Clock } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { MoveOutcome } from '../cases/move-targets.js';
import { NoticeRate } from '../order-takedown/notice-rate.js';
import type { RightsConfig } from '../rights.config.js';
import { counterNotice, type CounterNotice } from './counter-notice.js';
import { CounterNotices, type CounterAnswer } from './counter-notice.handler.js';

const counterDecision = z.object({ accept: z.boolean(), reason: z.string().trim().min(1).max(2_000) });

/** Counter-notices: from the party concerned, decided by an officer. */
@ApiTags('counter-notices')
@Controller('v1')
export class CounterNoticeController {
  private readonly rate: NoticeRate;

  constructor(
    private readonly counters: CounterNotices,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: RightsConfig,
  ) {
    this.rate = new NoticeRate(config.NOTICES_PER_MINUTE);
  }

  @Post('cases/:number/counter-notices')
  @HttpCode(202)
  @ApiOperation({ summary: 'Answer a takedown as the party concerned' })
  @ApiJsonBody(counterNotice)
  async receive(@Param('number') number: string, @Body(zodBody(counterNotice)) counter: CounterNotice, @Req() request: FastifyRequest): Promise<CounterAnswer> {
    const waitSeconds = this.rate.take(request.ip, this.clock.now().getTime());
    if (waitSeconds > 0) throw problem(429, 'too-many-notices', 'Too many notices came from your network address.', { retryAfterSeconds: waitSeconds });
    return this.counters.receive(number.toUpperCase(), counter);
  }

  @Post('counter-notices/:id/decision')
  @Roles('rights-officer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say whether a counter-notice is the party\'s own; accepted, its targets move as their rules say' })
  @ApiJsonBody(counterDecision)
  async decide(@Param('id') id: string, @Body(zodBody(counterDecision)) order: z.infer<typeof counterDecision>, @Req() request: FastifyRequest): Promise<{ targets: MoveOutcome[] }> {
    return { targets: await this.counters.decide(check(z.uuid(), id), order, `officer:${callerOf(request)?.name ?? '?'}`) };
  }
}
