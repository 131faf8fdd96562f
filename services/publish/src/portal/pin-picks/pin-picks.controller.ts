import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { ApiJsonBody, callerOf, check, CLOCK, Roles, zodBody, type Clock } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { pickList, picksOrder, type PickList, type PicksOrder, type PinnedPick } from './pick.js';
import { readPicks, writePicks } from './picks.store.js';

/** `/v1/picks/{front|articles|pictures|category:<code>}`: what editors put first, by hand. The rest of each list follows by rule. */
@ApiTags('picks')
@Controller('v1/picks')
export class PinPicksController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':list')
  @Roles('editor', 'operator')
  @ApiOperation({ summary: 'Replace a list of picks, in the order given; an empty one leaves the list to the rule' })
  @ApiJsonBody(picksOrder)
  async replace(@Param('list') list: string, @Body(zodBody(picksOrder)) order: PicksOrder, @Req() request: FastifyRequest): Promise<{ list: PickList; items: PinnedPick[] }> {
    const name = check(pickList, list);
    await inTransaction(this.dataSource, (tx) => writePicks(tx, name, order.items, callerOf(request)?.name ?? '?', this.clock.now()));
    return this.read(name);
  }

  @Get(':list')
  @Roles('editor', 'operator', 'viewer')
  @ApiOperation({ summary: 'A list of picks as it was left' })
  async read(@Param('list') list: string): Promise<{ list: PickList; items: PinnedPick[] }> {
    const name = check(pickList, list);
    return { list: name, items: await readPicks(this.dataSource, name) };
  }
}
