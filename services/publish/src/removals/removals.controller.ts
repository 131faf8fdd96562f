import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, problem, zodQuery, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import type { PublishConfig } from '../publish.config.js';
import { SubscriberCallers } from '../subscribers/caller.js';
import { beginning, readRemovals } from './removals.store.js';
import { cursorText, readCursor, removalEntry, removalsAtom } from './removals.view.js';

const query = z.object({ after: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(1_000).default(200) });

/** `/v1/removals`: what went dark and what came back, from the beginning; ids and times only. Cursors never expire. */
@ApiTags('removals')
@Controller('v1/removals')
export class RemovalsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly callers: SubscriberCallers,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Removals and restorals after a cursor; as Atom by Accept. With a token also what is removed without a public trace' })
  @ApiQuery({ name: 'after', required: false })
  @ApiQuery({ name: 'limit', required: false })
  async read(@Query(zodQuery(query)) { after, limit }: z.infer<typeof query>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const cursor = after === undefined || after === '' ? beginning : readCursor(after);
    if (!cursor) throw problem(400, 'cursor-invalid', 'The parameter "after" is the "next" of an earlier answer; leave it out to read from the beginning.');
    const isKnown = (await this.callers.callerOf(request)) !== undefined;
    const rows = await readRemovals(this.dataSource, cursor, limit, isKnown);
    const last = rows.at(-1);
    const next = last ? cursorText(last) : (after ?? cursorText(beginning));
    void reply.header('cache-control', 'no-store').header('vary', 'Accept, Authorization');
    const portalUrl = this.config.PORTAL_PUBLIC_URL;
    if (/application\/atom\+xml/.test(request.headers.accept ?? '')) {
      const at = (cursorNow: string): string => `${portalUrl}/v1/removals?after=${encodeURIComponent(cursorNow)}&limit=${limit}`;
      const page = { portalUrl, selfUrl: at(after ?? ''), nextUrl: at(next), updated: last?.at ?? this.clock.now() };
      await reply.header('content-type', 'application/atom+xml; charset=utf-8').send(removalsAtom(rows, page));
      return;
    }
    await reply.send({ removals: rows.map((row) => removalEntry(row, portalUrl)), next, more: rows.length === limit });
  }
}
