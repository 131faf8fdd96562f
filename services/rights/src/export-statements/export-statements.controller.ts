import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, LOG, Roles, zodQuery, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { dsaStatement, dsaStatementOf, type DsaStatement } from './dsa-statement.decide.js';
import { restrictionsAfter } from './restriction.store.js';

/** What the database takes in one call. */
const statementsMax = 100;
const settleMs = 5_000;

const exportQuery = z.object({ after: z.uuid().optional().describe('`next` of the answer before; absent: from the beginning.') });

/**
 * `GET /v1/exports/dsa`: statements of reasons for the DSA Transparency Database (art. 24(5)), each once: who sends them
 * goes on from `next`. Whether the operator owes them is for counsel; nothing is sent from here.
 */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportStatementsController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get('dsa')
  @Roles('rights-officer', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Statements for the DSA Transparency Database: the body of POST /api/v1/statements, at most 100' })
  async dsa(@Query(zodQuery(exportQuery)) query: z.infer<typeof exportQuery>): Promise<{ statements: DsaStatement[]; next: string | null }> {
    const settled = new Date(this.clock.now().getTime() - settleMs);
    const restrictions = await restrictionsAfter(this.dataSource, query.after ?? null, settled, statementsMax);
    const statements = restrictions.flatMap((restriction) => {
      const made = dsaStatementOf(restriction);
      if (!made) return [];
      const checked = dsaStatement.safeParse(made);
      if (checked.success) return [checked.data];
      // Told, never dropped in silence: the one is left out, so that it does not keep the others from being sent.
      this.log.error({ holdId: restriction.holdId, issues: checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) }, 'a statement of reasons does not fit the schema');
      return [];
    });
    return { statements, next: restrictions.at(-1)?.holdId ?? query.after ?? null };
  }
}
