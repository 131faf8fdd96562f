import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { check, problem, Roles } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { readCopies, readDeliveries, readStanding } from './copies.store.js';

const copiesMax = 200;
const deliveriesMax = 50;

/** `GET /v1/items/{id}/copies`: where an article went, for our own people. */
@ApiTags('copies')
@Controller('v1/items')
export class CopiesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get(':itemId/copies')
  @Roles('viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'Where an article stands and went: its copies (200 at most) with their recalls, and its last 50 deliveries' })
  @ApiResponse({ status: 200, description: '`{article: {state, publication, …}, copies: [{copyId, surface, place, subscriber, recallState, …}], deliveries: [{type, state, attempts, …}]}`' })
  async copies(@Param('itemId') itemId: string) {
    const id = check(z.uuid('the id of an item'), itemId);
    const article = await readStanding(this.dataSource, id);
    if (!article) throw problem(404, 'item-unknown', `Publish has not heard of item ${id} yet. Its receipt in ingest says how far it came.`);
    const [copies, deliveries] = await Promise.all([readCopies(this.dataSource, id, copiesMax), readDeliveries(this.dataSource, id, deliveriesMax)]);
    return { article, copies, deliveries };
  }
}
