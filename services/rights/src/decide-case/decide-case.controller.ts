import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, CLOCK, problem, Roles, zodBody, zodQuery, type Clock } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { caseByNumber } from '../cases/case.store.js';
import { possible } from '../cases/machine.decide.js';
import type { MoveOutcome } from '../cases/move-targets.js';
import { CaseReader } from '../cases/read-case.js';
import { targetStates } from '../cases/target.js';
import { counterNoticesOf } from '../counter-notice/counter-notice.store.js';
import { evidenceOfCase, type SealedEvidence } from '../evidence/evidence.store.js';
import { queuedCases, type QueuedCase } from './case-queue.store.js';
import { DecideCase } from './decide-case.handler.js';
import { decisionOrder, happeningOfDecision, type DecisionOrder } from './decision.js';

const queueQuery = z.object({
  state: z.enum(targetStates).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

/** `/v1/cases`: what waits for rights officers, and what they decide. */
@ApiTags('cases')
@Controller('v1/cases')
export class DecideCaseController {
  constructor(
    private readonly deciding: DecideCase,
    private readonly reader: CaseReader,
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('rights-officer', 'operator', 'viewer', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The queue: cases that wait for somebody, the most urgent first' })
  async queue(@Query(zodQuery(queueQuery)) query: z.infer<typeof queueQuery>): Promise<{ cases: QueuedCase[] }> {
    return { cases: await queuedCases(this.dataSource, { ...query, state: query.state ?? null }, this.clock.now()) };
  }

  @Get(':number')
  @Roles('rights-officer')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A case whole: the notice with its personal data, targets with what may be decided, counter-notices' })
  async one(@Param('number') number: string) {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    const view = await this.reader.viewOf(one);
    return {
      case: { ...view, channel: one.channel, targets: view.targets.map((target) => ({ ...target, possible: possible(target.state) })) },
      notice: one.notice,
      counterNotices: await counterNoticesOf(this.dataSource, one.caseId),
    };
  }

  @Get(':number/evidence')
  @Roles('rights-officer', 'evidence')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'What was known when the holds of a case were placed, each sealed by its sha256' })
  async evidence(@Param('number') number: string): Promise<{ evidence: SealedEvidence[] }> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    return { evidence: await evidenceOfCase(this.dataSource, one.caseId) };
  }

  @Post(':number/decisions')
  @Roles('rights-officer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide targets of a case: each by itself, one that cannot be moved leaves the others alone' })
  @ApiJsonBody(decisionOrder)
  @ApiResponse({ status: 409, description: 'No target could be moved; `errors` says why for each' })
  async decide(@Param('number') number: string, @Body(zodBody(decisionOrder)) order: DecisionOrder, @Req() request: FastifyRequest): Promise<{ targets: MoveOutcome[] }> {
    const targets = await this.deciding.decide({ number: number.toUpperCase(), targets: order.targets, happening: happeningOfDecision(order.decision), actor: `officer:${callerOf(request)?.name ?? '?'}`, reason: order.reason, at: order.at });
    return { targets };
  }
}
