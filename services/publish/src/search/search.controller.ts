import { Controller, Get, Inject, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { PageCache } from '../portal/page/page-cache.js';
import { sendPage } from '../portal/page/send-page.js';
import { readerOf } from '../portal/render/reader.js';
import { PortalErrors } from '../portal/show-gone/portal-errors.js';
import type { PublishConfig } from '../publish.config.js';
import { queryCharsMax, SearchArticles } from './search-articles.js';

@ApiTags('portal')
@Controller('search')
@UseFilters(PortalErrors)
export class SearchController {
  constructor(
    private readonly pages: PageCache,
    private readonly search: SearchArticles,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Search: words, or a sentence; Chinese words are found anywhere in a text' })
  async find(@Query('q') words: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const text = typeof words === 'string' ? words.toWellFormed().replaceAll('\u0000', '').trim().slice(0, queryCharsMax) : '';
    const page = await this.pages.get(this.search.recipe(text, readerOf(request, this.config.PORTAL_LANGUAGE)));
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}
