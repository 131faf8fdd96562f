import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, check, Roles, zodBody } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { DecideByHand } from './decide-by-hand.handler.js';

const uuid = z.uuid('a lower-case UUID is expected');
const reason = z.string().trim().min(1, 'say why, for whoever wonders later').max(500);
const splitBody = z.object({ items: z.array(uuid).min(1).max(200), reason });
const mergeBody = z.object({ storyId: uuid, reason });
const itemBody = z.object({ itemId: uuid, reason });
const reasonBody = z.object({ reason });

/** What editors decide where likeness of text does not suffice. */
@ApiTags('by hand')
@Controller('v1')
@Roles('editor')
export class DecideByHandController {
  constructor(private readonly byHand: DecideByHand) {}

  @Post('stories/:storyId/split')
  @HttpCode(200)
  @ApiOperation({ summary: 'These items are different from the rest of the story' })
  @ApiJsonBody(splitBody)
  split(@Param('storyId') storyId: string, @Body(zodBody(splitBody)) body: z.infer<typeof splitBody>, @Req() request: FastifyRequest) {
    return this.byHand.split(check(uuid, storyId), body.items, { by: nameOf(request), reason: body.reason });
  }

  @Post('stories/:storyId/merge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Another story is the same as this one' })
  @ApiJsonBody(mergeBody)
  merge(@Param('storyId') storyId: string, @Body(zodBody(mergeBody)) body: z.infer<typeof mergeBody>, @Req() request: FastifyRequest) {
    return this.byHand.merge(check(uuid, storyId), body.storyId, { by: nameOf(request), reason: body.reason });
  }

  @Post('stories/:storyId/pin')
  @HttpCode(200)
  @ApiOperation({ summary: 'This item stands for the story, as long as rights permits it' })
  @ApiJsonBody(itemBody)
  pin(@Param('storyId') storyId: string, @Body(zodBody(itemBody)) body: z.infer<typeof itemBody>, @Req() request: FastifyRequest) {
    return this.byHand.pin(check(uuid, storyId), body.itemId, { by: nameOf(request), reason: body.reason });
  }

  @Post('stories/:storyId/template')
  @HttpCode(200)
  @ApiOperation({ summary: 'This item is a form that is filled in again and again: nothing is its copy by likeness' })
  @ApiJsonBody(itemBody)
  template(@Param('storyId') storyId: string, @Body(zodBody(itemBody)) body: z.infer<typeof itemBody>, @Req() request: FastifyRequest) {
    return this.byHand.template(check(uuid, storyId), body.itemId, { by: nameOf(request), reason: body.reason });
  }

  @Post('decisions/:decisionId/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'A decision does not stand any more' })
  @ApiJsonBody(reasonBody)
  undo(@Param('decisionId') decisionId: string, @Body(zodBody(reasonBody)) body: z.infer<typeof reasonBody>, @Req() request: FastifyRequest) {
    return this.byHand.undo(check(uuid, decisionId), { by: nameOf(request), reason: body.reason });
  }
}

const nameOf = (request: FastifyRequest): string => callerOf(request)?.name ?? 'unknown';
