import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { latestBodies } from '@wiredesk/content-store';
import { Roles, zodQuery } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { listStories } from './list-stories.store.js';

const relations = ['original', 'reprint', 'revision', 'excerpt', 'derived', 'related', 'template'] as const;
const listQuery = z.object({
  sizeMin: z.coerce.number().int().min(1).max(1_000).default(1),
  relation: z.enum(relations).optional(),
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'the id of a source').optional(),
  byHand: z.enum(['true', 'false']).default('false'),
  before: z.uuid('`next` of the page before').optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** `GET /v1/stories`: stories, the most recent first. */
@ApiTags('placements')
@Controller('v1/stories')
@Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
export class ListStoriesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Stories by their newest item, with their size, relations and the title of the canonical; 3,000 items are looked through for each page' })
  @ApiQuery({ name: 'sizeMin', required: false })
  @ApiQuery({ name: 'relation', required: false, enum: relations })
  @ApiQuery({ name: 'source', required: false })
  @ApiQuery({ name: 'byHand', required: false, enum: ['true', 'false'], description: '`true`: only those about which people decided' })
  @ApiQuery({ name: 'before', required: false, description: '`next` of the page before' })
  @ApiQuery({ name: 'limit', required: false })
  @ApiResponse({ status: 200, description: '`{stories: [{storyId, title, canonicalItemId, size, relations, sources, byHand, …}], next}`' })
  async list(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>) {
    const filter = { sizeMin: query.sizeMin, relation: query.relation ?? null, sourceId: query.source ?? null, byHand: query.byHand === 'true', before: query.before ?? null };
    const { stories, next } = await listStories(this.dataSource, filter, query.limit);
    const bodies = await latestBodies(this.dataSource, stories.map((story) => story.canonicalItemId));
    return { stories: stories.map((story) => ({ ...story, title: bodies.get(story.canonicalItemId)?.article?.title ?? null })), next };
  }
}
