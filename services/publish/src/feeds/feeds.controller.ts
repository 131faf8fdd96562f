import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { PageCache } from '../portal/page/page-cache.js';
import { sendPage } from '../portal/page/send-page.js';
import { readPlace } from '../portal/show-lists/place-in-list.js';
import { feedFormats, ShowFeed, type FeedFormatName } from './show-feed.js';

const nameForm = /^(.{1,32})\.(rss|atom|json)$/su;

@ApiTags('feeds')
@Controller('feeds')
export class FeedsController {
  constructor(
    private readonly pages: PageCache,
    private readonly feeds: ShowFeed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':name')
  @ApiOperation({ summary: 'A feed: all.rss, all.atom, all.json, or <category>.<format>' })
  async feed(@Param('name') name: string, @Query('after') after: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const match = nameForm.exec(name);
    if (!match) throw problem(404, 'feed-unknown', `Feeds are named all or by a category, and end in ${Object.keys(feedFormats).map((format) => `.${format}`).join(', ')}.`);
    const [, list, format] = match as unknown as [string, string, FeedFormatName];
    const page = await this.pages.get(this.feeds.recipe(list === 'all' ? undefined : list, format, readPlace(typeof after === 'string' ? after : undefined)));
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}
