import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, CLOCK, problem, Roles, zodBody, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { SourceDirectory } from '../manage-sources/source-directory.js';
import { PollFeeds } from './poll-feeds.worker.js';
import { hurryPoll, putPoll, readPoll, stopPoll } from './poll.store.js';

const pollBody = z
  .object({
    url: z.url({ protocol: /^https?$/ }).max(1_000).describe('The feed. Private addresses are refused when it is asked for.'),
    minIntervalSeconds: z.int().min(30).max(86_400).default(300).describe('Never more often than this.'),
    maxIntervalSeconds: z.int().min(60).max(7 * 86_400).default(21_600).describe('Never more seldom than this, unless the feed or its server asks for it.'),
  })
  .refine((body) => body.minIntervalSeconds <= body.maxIntervalSeconds, { error: 'is larger than maxIntervalSeconds', path: ['minIntervalSeconds'] });

/** `/v1/sources/{id}/poll`: a feed that we ask for ourselves. */
@ApiTags('sources')
@Controller('v1/sources')
export class PollFeedsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SourceDirectory,
    private readonly polls: PollFeeds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':id/poll')
  @Roles('operator')
  @ApiOperation({ summary: 'Ask for this feed, from now on, in its own rhythm' })
  @ApiJsonBody(pollBody)
  async put(@Param('id') id: string, @Body(zodBody(pollBody)) body: z.infer<typeof pollBody>) {
    if (!(await this.directory.reread(id))) throw problem(404, 'source-unknown', `There is no source "${id}".`);
    await putPoll(this.dataSource, id, body, this.clock.now());
    this.polls.wake();
    return this.get(id);
  }

  @Get(':id/poll')
  @Roles('viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'When the feed was asked for, what came of it, and when next' })
  @ApiResponse({ status: 404, description: 'It is not asked for' })
  async get(@Param('id') id: string) {
    const poll = await readPoll(this.dataSource, id);
    if (!poll) throw notPolled(id);
    return poll;
  }

  @Post(':id/poll/now')
  @Roles('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for the feed now' })
  async now(@Param('id') id: string) {
    if (!(await hurryPoll(this.dataSource, id, this.clock.now()))) throw notPolled(id);
    this.polls.wake();
    return { accepted: true };
  }

  @Delete(':id/poll')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ask for this feed no more' })
  async stop(@Param('id') id: string): Promise<void> {
    if (!(await stopPoll(this.dataSource, id, this.clock.now()))) throw notPolled(id);
  }
}

const notPolled = (id: string) => problem(404, 'not-polled', `No feed is asked for by source "${id}". Set one with PUT /v1/sources/${id}/poll.`);
