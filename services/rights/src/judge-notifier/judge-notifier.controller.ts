import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Outbox } from '@wiredesk/messaging';
import { ApiJsonBody, callerOf, CLOCK, LOG, problem, Roles, uuidv7, zodBody, type Clock, type Log } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { caseByNumber, saveCaseEvents, type Case } from '../cases/case.store.js';
import { decideNotifier, type NotifierRecord } from './decide.js';
import { lockedNotifierRecord, notifierRecord, saveNotifier } from './notifier.store.js';

const notifierOrder = z.discriminatedUnion('action', [
  z.object({ action: z.literal('warn') }),
  z.object({ action: z.literal('suspend'), days: z.int().min(1).max(365) }),
  z.object({ action: z.literal('clear') }),
]);

/** `/v1/cases/{number}/notifier`: the record of who notified, kept without a name; warning and suspension. */
@ApiTags('cases')
@Controller('v1/cases/:number/notifier')
export class JudgeNotifierController {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get()
  @Roles('rights-officer')
  @ApiOperation({ summary: 'How often this notifier was right and wrong' })
  async record(@Param('number') number: string): Promise<NotifierRecord> {
    const { key } = await this.keyOf(number);
    return notifierRecord(this.dataSource, key);
  }

  @Post()
  @Roles('rights-officer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Warn a notifier who is often wrong, then suspend: their notices wait for a person; orders never' })
  @ApiJsonBody(notifierOrder)
  async judge(@Param('number') number: string, @Body(zodBody(notifierOrder)) order: z.infer<typeof notifierOrder>, @Req() request: FastifyRequest): Promise<NotifierRecord> {
    const { one, key } = await this.keyOf(number);
    const by = `officer:${callerOf(request)?.name ?? '?'}`;
    const now = this.clock.now();
    const record = await this.outbox.transaction(async (tx) => {
      const before = await lockedNotifierRecord(tx, key);
      const decided = decideNotifier(before, order, now.toISOString());
      if (!decided.ok) throw problem(409, decided.code, decided.detail);
      await saveNotifier(tx, key, decided.record, by);
      await saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: one.caseId, targetId: null, at: now.toISOString(), actor: by, type: `notifier-${order.action}`, detail: { ...decided.record } }]);
      return { ...before, ...decided.record };
    });
    this.log.info({ case: one.number, action: order.action, by }, 'notifier judged');
    return record;
  }

  private async keyOf(number: string): Promise<{ one: Case; key: string }> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    if (one.claimantKey === null) throw problem(409, 'notifier-unknown', 'This notice names nobody by whom its sender could be known again.');
    return { one, key: one.claimantKey };
  }
}
