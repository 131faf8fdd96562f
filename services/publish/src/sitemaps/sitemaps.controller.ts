import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { PageCache, type Recipe } from '../portal/page/page-cache.js';
import { sendPage } from '../portal/page/send-page.js';
import { ShowSitemaps } from './show-sitemaps.js';

const partForm = /^(\d{4}-(?:0[1-9]|1[0-2]))-([1-9]\d{0,4})\.xml$/;

@ApiTags('feeds')
@Controller()
export class SitemapsController {
  constructor(
    private readonly pages: PageCache,
    private readonly sitemaps: ShowSitemaps,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('sitemap.xml')
  @ApiOperation({ summary: 'Site map of all articles, or an index of its parts' })
  main(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, this.sitemaps.main());
  }

  @Get('sitemaps/:part')
  @ApiOperation({ summary: 'A part of the site map' })
  part(@Param('part') part: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, month, number] = partForm.exec(part) ?? [];
    if (month === undefined) throw problem(404, 'not-found', 'Parts of the site map are listed in /sitemap.xml.');
    return this.send(request, reply, this.sitemaps.part(month, Number(number)));
  }

  @Get('news-sitemap.xml')
  @ApiOperation({ summary: 'Site map of the last two days, for news' })
  news(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, this.sitemaps.news());
  }

  private async send<L>(request: FastifyRequest, reply: FastifyReply, recipe: Recipe<L>): Promise<void> {
    sendPage(request, reply, await this.pages.get(recipe), this.clock.now().getTime());
  }
}
