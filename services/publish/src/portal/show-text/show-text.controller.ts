import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublishConfig } from '../../publish.config.js';
import { HtmlPages } from '../page/html-page.js';
import { Page } from '../page/page.js';
import { sendPage } from '../page/send-page.js';
import { categoryLabel } from '../render/category-label.js';
import { categoryPath, feedPath, Frames } from '../render/frame.js';
import { readerOf } from '../render/reader.js';
import { PortalErrors } from '../show-gone/portal-errors.js';
import { SideLists } from '../show-lists/side-lists.js';
import { Texts } from './texts.js';

const cacheControl = 'public, max-age=300';
const vary = 'Accept-Language';

/** Pages without articles: the operator's texts, the site map for people, and what machines are told. */
@ApiTags('portal')
@Controller()
@UseFilters(PortalErrors)
export class ShowTextController {
  constructor(
    private readonly texts: Texts,
    private readonly side: SideLists,
    private readonly frames: Frames,
    private readonly html: HtmlPages,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('pages/:name')
  @ApiOperation({ summary: 'A text of the operator: about, contact, usage, privacy, disclaimer, removal-policy …' })
  async text(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = readerOf(request, this.config.PORTAL_LANGUAGE);
    const text = this.texts.find(name, reader.preferred);
    if (!text) throw problem(404, 'not-found', 'There is no such page.');
    const frame = this.frames.of({ language: reader.preferred, reader, path: `/pages/${text.name}`, navigation: await this.side.navigation() });
    this.send(request, reply, this.html.make({ template: 'text', data: { ...frame, text }, cacheControl, vary }));
  }

  @Get('site-map')
  @ApiOperation({ summary: 'The site map for people' })
  async siteMap(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = readerOf(request, this.config.PORTAL_LANGUAGE);
    const language = reader.preferred;
    const [navigation, categories] = await Promise.all([this.side.navigation(), this.side.categories()]);
    const labels = categories.map((code) => categoryLabel(code, language));
    const data = {
      ...this.frames.of({ language, reader, path: '/site-map', navigation }),
      // Two codes may have one name; here each is told apart.
      categories: categories.map((code, at) => ({ label: labels.indexOf(labels[at] ?? '') === labels.lastIndexOf(labels[at] ?? '') ? labels[at] : `${labels[at]} (${code})`, path: categoryPath(code), rss: feedPath(code, 'rss'), atom: feedPath(code, 'atom'), json: feedPath(code, 'json') })),
      texts: this.texts.all(language),
    };
    this.send(request, reply, this.html.make({ template: 'site-map', data, vary }));
  }

  /** Articles, removed ones too, stay fetchable: a removal that nobody can see is none (surfaces §1.2). */
  @Get('robots.txt')
  robots(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const site = this.config.PORTAL_PUBLIC_URL;
    const text = ['User-agent: *', 'Disallow: /v1/', 'Disallow: /search', '', `Sitemap: ${site}/sitemap.xml`, `Sitemap: ${site}/news-sitemap.xml`, ''].join('\n');
    this.send(request, reply, new Page({ contentType: 'text/plain; charset=utf-8', text, cacheControl }));
  }

  /** TDM Reservation Protocol (W3C community group, 2024): text and data mining is reserved, by the terms of use. */
  @Get('.well-known/tdmrep.json')
  tdm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const text = JSON.stringify([{ location: '/', 'tdm-reservation': this.config.PORTAL_TDM_RESERVED ? 1 : 0, 'tdm-policy': `${this.config.PORTAL_PUBLIC_URL}/pages/usage` }]);
    this.send(request, reply, new Page({ contentType: 'application/json; charset=utf-8', text, cacheControl }));
  }

  private send(request: FastifyRequest, reply: FastifyReply, page: Page): void {
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}
