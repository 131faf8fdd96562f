import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, CLOCK, problem, Roles, zodBody, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { sendPage } from '../../portal/page/send-page.js';
import type { FeedFormatName } from '../show-feed.js';
import { PullFeed } from './pull-feed.js';

const linkBody = z.strictObject({ days: z.int().min(1).max(3_650).default(365) });
const idParam = z.uuid('a subscriber id is a UUID');
const nameForm = /^([A-Za-z0-9_-]{43})\.(rss|atom|json|ninjs|newsml-g2)$/;

/** Feeds of a subscriber's own filter. */
@ApiTags('feeds')
@Controller()
export class PullFeedController {
  constructor(
    private readonly pulls: PullFeed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('v1/subscribers/:id/feed-links')
  @Roles('operator')
  @ApiOperation({ summary: 'Addresses of feeds with what the subscriber\'s filter wants; shown once, and what is pulled there can be recalled' })
  @ApiJsonBody(linkBody)
  link(@Param('id') id: string, @Body(zodBody(linkBody)) { days }: z.infer<typeof linkBody>) {
    return this.pulls.link(check(idParam, id), days);
  }

  @Delete('v1/subscribers/:id/feed-links')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'End all addresses of a subscriber\'s feeds' })
  async end(@Param('id') id: string): Promise<void> {
    await this.pulls.end(check(idParam, id));
  }

  @Get('feeds/subscriptions/:name')
  @ApiOperation({ summary: 'The feed of a subscriber\'s filter: <key>.atom, .rss, .json, .ninjs, .newsml-g2' })
  async pull(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, key, format] = nameForm.exec(name) ?? [];
    if (key === undefined || format === undefined) throw problem(404, 'feed-unknown', 'The address of a subscriber\'s feed is told by the operator.');
    sendPage(request, reply, await this.pulls.pull(key, format as FeedFormatName), this.clock.now().getTime());
  }
}
