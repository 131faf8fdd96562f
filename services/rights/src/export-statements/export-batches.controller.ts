import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { ApiJsonBody, check, CLOCK, CONFIG, LOG, problem, Roles, uuidv7, zodBody, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import type { RightsConfig } from '../rights.config.js';
import { batchEntries, lastExport, lockChannelOf, makeBatch, noteEntries, openBatch, settleBatch, wrongEntries, type ExportChannel } from './batch.store.js';
import { nextNotices, nextStatements } from './candidates.store.js';

/** What the DSA database takes in one call; Lumen takes one at a time. */
const batchMax = 100;
const wrongMax = 200;
const channelParam = z.enum(['dsa', 'lumen']);
const outcomeOrder = z.strictObject({
  sent: z.array(z.uuid()).max(batchMax).default([]).describe('Taken by the receiver.'),
  refused: z.array(z.strictObject({ exportId: z.uuid(), detail: z.string().max(1_000) })).max(batchMax).default([]).describe('Refused for what they are (422): a person looks at them. What is named in neither goes into the next batch.'),
});

export interface ExportBatch {
  readonly batchId: string | null;
  readonly entries: readonly { readonly exportId: string; readonly content: unknown }[];
}

/**
 * What is told to the DSA Transparency Database and to Lumen, in batches. Until its outcome is told, the same batch is
 * given again, entry for entry; what was sent is never given again. Nothing is sent from here: whoever sends keeps the
 * receiver's token, and asks the receiver (`existing-puid`) where it does not know whether it sent.
 */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportBatchesController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Post(':channel/batches')
  @Roles('rights-officer', 'service')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The open batch, else the next one: at most 100 entries; `batchId` null where nothing waits' })
  async next(@Param('channel') given: string): Promise<ExportBatch> {
    const channel = check(channelParam, given);
    const now = this.clock.now();
    return inTransaction(this.dataSource, async (tx) => {
      await lockChannelOf(tx, channel);
      const known = await openBatch(tx, channel);
      if (known !== undefined) return { batchId: known, entries: await batchEntries(tx, known) };
      const entries = channel === 'dsa' ? await nextStatements(this.dataSource, await lastExport(tx, channel), now) : await nextNotices(tx, { now, delayDays: this.config.PUBLIC_LOG_DELAY_DAYS, operator: this.config.OPERATOR_NAME });
      await noteEntries(tx, channel, entries, now);
      const misfits = entries.filter(({ state }) => state === 'misfit').length;
      if (misfits > 0) this.log.error({ channel, misfits }, 'what was to be told does not fit the receiver\'s rules; see GET /v1/exports/wrong');
      const batchId = await makeBatch(tx, channel, uuidv7(), batchMax, now);
      return batchId === undefined ? { batchId: null, entries: [] } : { batchId, entries: await batchEntries(tx, batchId) };
    });
  }

  @Post(':channel/batches/:id/outcome')
  @Roles('rights-officer', 'service')
  @HttpCode(204)
  @ApiOperation({ summary: 'What became of a batch' })
  @ApiJsonBody(outcomeOrder)
  @ApiResponse({ status: 409, description: 'Its outcome was told before, or there is no such batch' })
  async outcome(@Param('channel') given: string, @Param('id') id: string, @Body(zodBody(outcomeOrder)) order: z.infer<typeof outcomeOrder>): Promise<void> {
    const channel: ExportChannel = check(channelParam, given);
    const settled = await inTransaction(this.dataSource, async (tx) => {
      await lockChannelOf(tx, channel);
      return settleBatch(tx, channel, check(z.uuid(), id), order, this.clock.now());
    });
    if (!settled) throw problem(409, 'batch-not-open', 'This batch is not open: its outcome was told before. POST …/batches gives the next one.');
    this.log.info({ channel, batchId: id, sent: order.sent.length, refused: order.refused.length }, 'export told');
  }

  @Get('wrong')
  @Roles('rights-officer')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Entries that do not fit, or were refused by the receiver' })
  async wrong() {
    return { entries: (await wrongEntries(this.dataSource, wrongMax)).map((entry) => ({ ...entry, changedAt: entry.changedAt.toISOString() })) };
  }
}
