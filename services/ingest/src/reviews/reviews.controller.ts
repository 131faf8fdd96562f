import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, check, Roles, zodBody, zodQuery } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { sourceId } from '../manage-sources/source.js';
import { Reviews, type Answer } from './reviews.handler.js';

const kinds = ['suspected-kill', 'removal-asked', 'removal-made', 'article-held'] as const;
const reviewId = z.uuid('the id of a review, as GET /v1/reviews lists it');
const listQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  source: sourceId.optional(),
  kind: z.enum(kinds).optional(),
  before: reviewId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const note = z.string().trim().min(1).max(500);
const confirmBody = z.object({ guid: z.string().min(1).max(400).optional().describe('Of a suspected kill: what it kills.'), revision: z.int().min(1).optional().describe('Of a held article: only if it is held in this revision, the one that was looked at.'), note: note.optional() });
const dismissBody = z.object({ note });

/** `/v1/reviews`: what only a person can decide. */
@ApiTags('reviews')
@Controller('v1/reviews')
export class ReviewsController {
  constructor(private readonly reviews: Reviews) {}

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'Suspected kills, removals by the policy of their source, articles that wait for an editor; newest first' })
  @ApiQuery({ name: 'state', required: false, enum: ['open', 'closed', 'all'] })
  @ApiQuery({ name: 'source', required: false })
  @ApiQuery({ name: 'kind', required: false, enum: [...kinds] })
  @ApiQuery({ name: 'before', required: false, description: '`next` of the page before' })
  @ApiQuery({ name: 'limit', required: false })
  list(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>) {
    return this.reviews.list({ state: query.state, sourceId: query.source ?? null, kind: query.kind ?? null, before: query.before ?? null }, query.limit);
  }

  @Post(':id/confirm')
  @Roles('editor', 'rights-officer', 'operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Yes: the removal is made, the held article is let go' })
  @ApiJsonBody(confirmBody)
  confirm(@Param('id') id: string, @Body(zodBody(confirmBody)) body: z.infer<typeof confirmBody>, @Req() request: FastifyRequest) {
    return this.reviews.confirm(check(reviewId, id), body, answerOf(request, body.note));
  }

  @Post(':id/dismiss')
  @Roles('editor', 'rights-officer', 'operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'No: nothing is removed; what was removed at once is brought back; a held article stays unseen' })
  @ApiJsonBody(dismissBody)
  dismiss(@Param('id') id: string, @Body(zodBody(dismissBody)) body: z.infer<typeof dismissBody>, @Req() request: FastifyRequest) {
    return this.reviews.dismiss(check(reviewId, id), answerOf(request, body.note));
  }
}

const answerOf = (request: FastifyRequest, text: string | undefined): Answer => ({ by: callerOf(request)?.name ?? 'unknown', note: text ?? null });
