import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { HoldLedgerPage } from '@wiredesk/contracts';
import { CLOCK, Roles, zodQuery, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { ledgerAfter } from './ledger.store.js';

const pageHoldsMax = 1_000;

const ledgerQuery = z.object({
  after: z.coerce.number().int().min(0).default(0).describe('Position from which on to read; 0 for all.'),
  limit: z.coerce.number().int().min(1).max(pageHoldsMax).default(pageHoldsMax),
});

/** `GET /v1/holds?after=`: the second way of the hold lane, for when Kafka is away. It needs nothing but the database. */
@ApiTags('holds')
@Controller('v1/holds')
export class HoldLedgerController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('service', 'rights-officer', 'operator', 'viewer', 'editor')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Every hold that changed after a position, in its full state' })
  async page(@Query(zodQuery(ledgerQuery)) query: z.infer<typeof ledgerQuery>): Promise<HoldLedgerPage> {
    const { holds, seq } = await ledgerAfter(this.dataSource, query.after, query.limit);
    const last = holds.at(-1);
    return { holds: holds as HoldLedgerPage['holds'], seq: Math.max(seq, last?.seq ?? 0), more: holds.length === query.limit, at: this.clock.now().toISOString() };
  }
}
