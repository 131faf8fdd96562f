import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { caseTexts } from '../cases/case-texts.js';
import { prefersHtml } from '../pages/answer.js';
import { pagePolicy, renderPage } from '../pages/page.js';
import { languageOf } from '../pages/page-language.decide.js';
import type { RightsConfig } from '../rights.config.js';
import { readTransparency, type Transparency } from './transparency.store.js';
import { transparencyTexts } from './transparency-texts.js';

const keptMs = 60_000;

/** `GET /transparency`: how many notices, how fast, with what outcome; and a log of cases, delayed and without parties. */
@ApiTags('transparency')
@Controller('transparency')
export class TransparencyController {
  private kept: { readonly figures: Transparency; readonly atMs: number } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RightsConfig,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Figures of the last year and the delayed public log, as a page or as JSON' })
  async show(@Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const figures = await this.figures();
    void reply.header('cache-control', 'public, max-age=60').header('vary', 'accept, accept-language').header('x-content-type-options', 'nosniff');
    if (!prefersHtml(request.headers.accept)) return void reply.send(figures);
    const language = languageOf(lang, request.headers['accept-language']);
    const p = transparencyTexts[language];
    const page = renderPage('transparency/transparency', { language, title: p.title, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, { ...figures, p, t: caseTexts[language], operator: this.config.OPERATOR_NAME });
    void reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page);
  }

  /** Read once a minute at most, whoever asks. */
  private async figures(): Promise<Transparency> {
    const now = this.clock.now();
    if (!this.kept || now.getTime() - this.kept.atMs >= keptMs) this.kept = { figures: await readTransparency(this.dataSource, now, this.config.PUBLIC_LOG_DELAY_DAYS), atMs: now.getTime() };
    return this.kept.figures;
  }
}
