import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublishConfig } from '../../publish.config.js';
import { PageCache, type Recipe } from '../page/page-cache.js';
import { sendPage } from '../page/send-page.js';
import { readerOf, type Reader } from '../render/reader.js';
import { PortalErrors } from '../show-gone/portal-errors.js';
import { readPlace } from './place-in-list.js';
import { ShowLists } from './show-lists.js';

const categoryCharsMax = 32;

@ApiTags('portal')
@Controller()
@UseFilters(PortalErrors)
export class ShowListsController {
  constructor(
    private readonly pages: PageCache,
    private readonly lists: ShowLists,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The front page' })
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, this.lists.home(this.reader(request)));
  }

  @Get('categories/:category')
  @ApiOperation({ summary: 'Articles of a category, newest first' })
  category(@Param('category') category: string, @Query('after') after: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (category.length > categoryCharsMax) throw problem(404, 'not-found', 'There is no such category.');
    return this.send(request, reply, this.lists.category(category, readPlace(typeof after === 'string' ? after : undefined), this.reader(request)));
  }

  private reader(request: FastifyRequest): Reader {
    return readerOf(request, this.config.PORTAL_LANGUAGE);
  }

  private async send<L>(request: FastifyRequest, reply: FastifyReply, recipe: Recipe<L>): Promise<void> {
    sendPage(request, reply, await this.pages.get(recipe), this.clock.now().getTime());
  }
}
