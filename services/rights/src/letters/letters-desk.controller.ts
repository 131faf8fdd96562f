import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { check, CLOCK, Tokens, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { assertOwnForm, officerOf } from '../officer-desk/desk-access.js';
import { sendPage } from '../pages/answer.js';
import { renderPage } from '../pages/page.js';
import { languageOf } from '../pages/page-language.decide.js';
import { lettersByHand } from './letter.store.js';
import { noteSent } from './letters.controller.js';
import { lettersPageTexts } from './letters-page-texts.js';

const lettersShownMax = 50;

/** `/officer/letters`: what an officer has to send, with its text to copy. */
@ApiExcludeController()
@Controller('officer/letters')
export class LettersDeskController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    officerOf(request, this.tokens);
    const language = languageOf(lang, request.headers['accept-language']);
    const w = lettersPageTexts[language];
    const letters = await lettersByHand(this.dataSource, lettersShownMax);
    sendPage(reply, 200, renderPage('letters/letters', { language, title: w.letters, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, { w, letters }));
  }

  @Post(':id/sent')
  async sent(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const officer = officerOf(request, this.tokens);
    assertOwnForm(request);
    await noteSent(this.dataSource, check(z.uuid(), id), `officer:${officer.name}`, this.clock.now());
    void reply.status(303).header('cache-control', 'no-store').header('location', '/officer/letters').send();
  }
}
