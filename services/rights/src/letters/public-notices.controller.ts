import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { prefersHtml } from '../pages/answer.js';
import { pagePolicy, renderPage } from '../pages/page.js';
import { languageOf } from '../pages/page-language.decide.js';
import { postedLetters } from './letter.store.js';
import { lettersPageTexts } from './letters-page-texts.js';

const noticesMax = 200;

/** `GET /notices`: notices whose party concerned cannot be reached, published as 信息网络传播权保护条例 art. 15 asks. */
@ApiTags('transparency')
@Controller('notices')
export class PublicNoticesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'The notice board (公告), as a page or as JSON' })
  async show(@Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const posted = await postedLetters(this.dataSource, noticesMax);
    void reply.header('cache-control', 'public, max-age=60').header('vary', 'accept, accept-language').header('x-content-type-options', 'nosniff').header('x-robots-tag', 'noindex');
    if (!prefersHtml(request.headers.accept)) return void reply.send({ notices: posted.map(({ caseNumber, createdAt, language, subject, body }) => ({ case: caseNumber, at: createdAt, language, subject, body })) });
    const language = languageOf(lang, request.headers['accept-language']);
    const w = lettersPageTexts[language];
    const page = renderPage('letters/board', { language, title: w.board, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, { w, notices: posted });
    void reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page);
  }
}
