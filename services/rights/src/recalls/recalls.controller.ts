import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { check, problem, Roles, zodQuery } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { readPlaces, readRecall, readRecalls } from './recalls.store.js';

const uuid = z.string().toLowerCase().pipe(z.uuid());
const listQuery = z.object({
  show: z.enum(['open', 'overdue', 'complete', 'all']).default('open'),
  itemId: uuid.optional(),
  case: z.string().trim().toUpperCase().min(1).max(40).optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const placesQuery = z.object({
  state: z.enum(['open', 'all', 'owed', 'sent', 'delivered', 'acknowledged', 'verified_gone', 'overdue', 'unreachable', 'released']).default('open'),
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** `/v1/recalls`: for each hold, how many copies are called back, and which are not proven gone. */
@ApiTags('recalls')
@Controller('v1/recalls')
export class RecallsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Roles('rights-officer', 'operator', 'editor', 'viewer', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Recalls by hold, the newest first: copies by state, and how many are proven gone' })
  @ApiQuery({ name: 'show', required: false, enum: ['open', 'overdue', 'complete', 'all'] })
  @ApiResponse({ status: 200, description: '`{recalls: [{hold, caseNumber, copies, gone, counts}], next: seq | null}`; `next` goes into `before`' })
  async list(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>) {
    const recalls = await readRecalls(this.dataSource, { show: query.show, before: query.before ?? null, itemId: query.itemId ?? null, caseNumber: query.case ?? null }, query.limit);
    return { recalls, next: recalls.length === query.limit ? (recalls.at(-1)?.hold.seq ?? null) : null };
  }

  @Get(':holdId')
  @Roles('rights-officer', 'operator', 'editor', 'viewer', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The copies under one hold: coverage by surface, and each place by its state' })
  @ApiQuery({ name: 'state', required: false, description: 'open (default), all, or one state' })
  @ApiResponse({ status: 404, description: 'No hold of this id' })
  async one(@Param('holdId') holdId: string, @Query(zodQuery(placesQuery)) query: z.infer<typeof placesQuery>) {
    const id = check(uuid, holdId);
    const recall = await readRecall(this.dataSource, id);
    if (!recall) throw problem(404, 'hold-unknown', 'There is no hold of this id. GET /v1/recalls has those with copies.');
    const places = await readPlaces(this.dataSource, id, { after: query.after ?? null, state: query.state, limit: query.limit });
    return { recall, places, next: places.length === query.limit ? (places.at(-1)?.copyId ?? null) : null };
  }
}
