import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CLOCK, CONFIG, parseForm, ProblemException, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { NoticeRate } from '../order-takedown/notice-rate.js';
import { sendPage } from '../pages/answer.js';
import { renderPage } from '../pages/page.js';
import { languageOf, type PageLanguage } from '../pages/page-language.decide.js';
import type { RightsConfig } from '../rights.config.js';
import { counterNotice } from './counter-notice.js';
import { CounterNotices } from './counter-notice.handler.js';
import { counterTexts } from './counter-texts.js';

const fields = ['number', 'targets', 'name', 'email', 'phone', 'address', 'grounds', 'evidence', 'perjury', 'jurisdiction', 'signature', 'website', 'lang'] as const;
type Values = Readonly<Record<(typeof fields)[number], string>>;

/** `GET /counter?case=` and `POST /counter`: the form for the party concerned by a takedown. */
@ApiExcludeController()
@Controller('counter')
export class CounterFormController {
  private readonly rate: NoticeRate;

  constructor(
    private readonly counters: CounterNotices,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: RightsConfig,
  ) {
    this.rate = new NoticeRate(config.NOTICES_PER_MINUTE);
  }

  @Get()
  show(@Query('case') number: unknown, @Query('lang') lang: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const values = valuesOf({ number: typeof number === 'string' ? number.slice(0, 40) : '', lang: typeof lang === 'string' ? lang : '' });
    this.answer(request, reply, 200, values, []);
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const values = valuesOf(parseForm(request.body));
    const language = this.languageOf(request, values);
    const t = counterTexts[language];
    const stated = counterNotice.safeParse({
      targets: values.targets.split(/[,，\s]+/).filter(Boolean).map(Number),
      party: { name: values.name, email: values.email, phone: values.phone, address: values.address },
      grounds: values.grounds,
      evidence: values.evidence,
      statements: { mistakeUnderPerjury: values.perjury !== '', consentToJurisdiction: values.jurisdiction !== '' },
      signature: values.signature,
    });
    if (!stated.success || values.website !== '') return this.answer(request, reply, 422, values, [t.badTargets]);
    if (this.rate.take(request.ip, this.clock.now().getTime()) > 0) return this.answer(request, reply, 429, values, [t.tooMany]);
    try {
      const taken = await this.counters.receive(values.number.trim().toUpperCase(), stated.data);
      sendPage(reply, 202, renderPage('counter-notice/taken', { language, title: t.taken, otherLanguageUrl: null }, { t, taken }));
    } catch (error) {
      if (!(error instanceof ProblemException)) throw error;
      this.answer(request, reply, error.getStatus(), values, [error.getStatus() === 422 ? t.badTargets : t.unknownCase]);
    }
  }

  private answer(request: FastifyRequest, reply: FastifyReply, status: number, values: Values, problems: readonly string[]): void {
    const language = this.languageOf(request, values);
    const other = new URLSearchParams({ case: values.number, lang: language === 'zh' ? 'en' : 'zh' });
    sendPage(reply, status, renderPage('counter-notice/form', { language, title: counterTexts[language].title, otherLanguageUrl: `/counter?${other.toString()}` }, { t: counterTexts[language], v: { ...values, lang: language }, problems }));
  }

  private languageOf(request: FastifyRequest, values: Values): PageLanguage {
    return languageOf(values.lang, request.headers['accept-language']);
  }
}

const valuesOf = (posted: Readonly<Record<string, string | string[]>>): Values => Object.fromEntries(fields.map((field) => [field, [posted[field] ?? ''].flat()[0] ?? ''])) as Values;
