import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublishConfig } from '../../publish.config.js';
import { PageCache } from '../page/page-cache.js';
import { sendPage } from '../page/send-page.js';
import { readerOf } from '../render/reader.js';
import { PortalErrors } from '../show-gone/portal-errors.js';
import { prefersJson } from './accepts-json.decide.js';
import { ShowArticle } from './show-article.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** No item has it; an id that is none gets the page of one that is unknown. */
const noItem = '00000000-0000-0000-0000-000000000000';

@ApiTags('portal')
@Controller('articles')
@UseFilters(PortalErrors)
export class ShowArticleController {
  constructor(
    private readonly pages: PageCache,
    private readonly articles: ShowArticle,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':itemId')
  @ApiOperation({ summary: 'An article, as a page or (Accept: application/json) as JSON; 451 or 410 where it was removed' })
  async article(@Param('itemId') itemId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = readerOf(request, this.config.PORTAL_LANGUAGE);
    const id = uuid.test(itemId.toLowerCase()) ? itemId.toLowerCase() : noItem;
    const page = await this.pages.get(this.articles.recipe(id, reader, prefersJson(request.headers.accept)));
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}
