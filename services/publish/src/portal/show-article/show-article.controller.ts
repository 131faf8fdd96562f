import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublishConfig } from '../../publish.config.js';
import { PageCache } from '../page/page-cache.js';
import { sendPage } from '../page/send-page.js';
import { readerOf } from '../render/reader.js';
import { PortalErrors } from '../show-gone/portal-errors.js';
import { prefersJson } from './accepts-json.decide.js';
import { ShowArticle, type ArticleForm, type DataForm } from './show-article.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** No item has it; an id that is none gets the page of one that is unknown. */
const noItem = '00000000-0000-0000-0000-000000000000';

const dataForms: readonly string[] = ['json', 'ninjs', 'newsml-g2'] satisfies readonly DataForm[];
const isDataForm = (form: string): form is DataForm => dataForms.includes(form);

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
    await this.send(itemId, prefersJson(request.headers.accept) ? 'json' : 'html', request, reply);
  }

  @Get(':itemId/:form')
  @ApiOperation({ summary: 'An article as json, ninjs (3.1) or newsml-g2 (2.35); removed, it is a higher version that is canceled and empty' })
  async data(@Param('itemId') itemId: string, @Param('form') form: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isDataForm(form)) throw problem(404, 'form-unknown', `An article can be had as ${dataForms.join(', ')}, or as a page without any of these.`);
    await this.send(itemId, form, request, reply);
  }

  private async send(itemId: string, form: ArticleForm, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const reader = readerOf(request, this.config.PORTAL_LANGUAGE);
    const id = uuid.test(itemId.toLowerCase()) ? itemId.toLowerCase() : noItem;
    sendPage(request, reply, await this.pages.get(this.articles.recipe(id, reader, form)), this.clock.now().getTime());
  }
}
