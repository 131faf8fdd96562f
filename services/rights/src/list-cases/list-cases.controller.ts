import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, Roles, zodQuery, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { regimeName } from '../cases/regimes.js';
import { targetStates } from '../cases/target.js';
import { claimTypes } from '../order-takedown/notice.js';
import { readCaseCounts, readCases, type CaseCounts, type ListedCase } from './case-list.store.js';

const dayMs = 86_400_000;
const dueSpansMs = { overdue: 0, day: dayMs, week: 7 * dayMs } as const;

const query = z.object({
  open: z.enum(['waiting', 'open', 'closed', 'all']).default('waiting'),
  state: z.enum(targetStates).optional(),
  regime: regimeName.optional(),
  claimType: z.enum(claimTypes).optional(),
  channel: z.enum(['form', 'api', 'officer']).optional(),
  due: z.enum(['overdue', 'day', 'week']).optional(),
  q: z.string().trim().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

/** `GET /v1/case-list`: the cases of everybody, without a word of the notices. */
@ApiTags('cases')
@Controller('v1/case-list')
export class ListCasesController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('rights-officer', 'operator', 'editor', 'viewer', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Cases by their next deadline, filtered, and how many wait in all; no personal data' })
  @ApiQuery({ name: 'open', required: false, enum: ['waiting', 'open', 'closed', 'all'], description: 'waiting (default): somebody of ours has to do something' })
  @ApiQuery({ name: 'due', required: false, enum: ['overdue', 'day', 'week'] })
  @ApiQuery({ name: 'q', required: false, description: 'A part of a case number or of an address, or an item id' })
  @ApiResponse({ status: 200, description: '`{cases: [{number, regime, dueAt, overdue, states, …}], counts: {waiting, overdue, dueWithinDay, counters}, next: offset | null}`' })
  async list(@Query(zodQuery(query)) asked: z.infer<typeof query>): Promise<{ cases: ListedCase[]; counts: CaseCounts; next: number | null }> {
    const now = this.clock.now();
    const filter = {
      open: asked.open,
      state: asked.state ?? null,
      regime: asked.regime ?? null,
      claimType: asked.claimType ?? null,
      channel: asked.channel ?? null,
      dueBefore: asked.due === undefined ? null : new Date(now.getTime() + dueSpansMs[asked.due]),
      text: asked.q ?? null,
    };
    const [cases, counts] = await Promise.all([readCases(this.dataSource, filter, asked, now), readCaseCounts(this.dataSource, now, dayMs)]);
    return { cases, counts, next: cases.length === asked.limit ? asked.offset + asked.limit : null };
  }
}
