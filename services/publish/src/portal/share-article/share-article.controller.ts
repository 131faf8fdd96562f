import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublishConfig } from '../../publish.config.js';
import { PageCache } from '../page/page-cache.js';
import { sendPage } from '../page/send-page.js';
import { readerOf } from '../render/reader.js';
import { PortalErrors } from '../show-gone/portal-errors.js';
import { ShareArticle } from './share-article.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

@ApiTags('portal')
@Controller('articles')
@UseFilters(PortalErrors)
export class ShareArticleController {
  constructor(
    private readonly pages: PageCache,
    private readonly share: ShareArticle,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':itemId/qr.svg')
  @ApiOperation({ summary: 'A QR code with the address of the article; gone with it' })
  async code(@Param('itemId') itemId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!uuid.test(itemId)) throw problem(404, 'article-unknown', 'There is no article under this id.');
    sendPage(request, reply, await this.pages.get(this.share.recipe(itemId, readerOf(request, this.config.PORTAL_LANGUAGE))), this.clock.now().getTime());
  }
}
