import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { check, CLOCK, parseForm, problem, Tokens, zodQuery, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { caseByNumber } from '../cases/case.store.js';
import { CaseReader } from '../cases/read-case.js';
import { CounterNotices } from '../counter-notice/counter-notice.handler.js';
import { counterNoticesOf } from '../counter-notice/counter-notice.store.js';
import { queuedCases } from '../decide-case/case-queue.store.js';
import { DecideCase } from '../decide-case/decide-case.handler.js';
import { decisionNames, happeningOfDecision } from '../decide-case/decision.js';
import { filesOfCase } from '../evidence-files/evidence-file.store.js';
import { countByHand } from '../letters/letter.store.js';
import { sendPage } from '../pages/answer.js';
import { languageOf, type PageLanguage } from '../pages/page-language.decide.js';
import { assertOwnForm, officerOf } from './desk-access.js';
import { articlesBeside } from './articles-beside.js';
import { deskCasePage, deskQueuePage } from './desk-page.js';

const queuePage = z.object({ offset: z.coerce.number().int().min(0).max(100_000).default(0), lang: z.string().optional() });
const casesPerPage = 50;

const decisionForm = z.object({
  decision: z.enum(decisionNames),
  target: z.union([z.literal('all'), z.coerce.number().int().min(0).max(9_999)]),
  reason: z.string().max(2_000).default(''),
  template: z.string().max(2_000).default(''),
});

/** `/officer`: the queue and the case page of rights officers, without a script; keys by `accesskey`. */
@ApiExcludeController()
@Controller('officer')
export class OfficerDeskController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: Tokens,
    private readonly reader: CaseReader,
    private readonly deciding: DecideCase,
    private readonly counters: CounterNotices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async queue(@Query(zodQuery(queuePage)) query: z.infer<typeof queuePage>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    officerOf(request, this.tokens);
    const cases = await queuedCases(this.dataSource, { state: null, limit: casesPerPage, offset: query.offset }, this.clock.now());
    sendPage(reply, 200, deskQueuePage(cases, { language: this.languageOf(request, query.lang), next: cases.length === casesPerPage ? query.offset + casesPerPage : null, lettersByHand: await countByHand(this.dataSource) }));
  }

  @Get('cases/:number')
  async one(@Param('number') number: string, @Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    officerOf(request, this.tokens);
    await this.answerCase(number, 200, this.languageOf(request, lang), reply);
  }

  @Post('cases/:number/decisions')
  async decide(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const officer = officerOf(request, this.tokens);
    assertOwnForm(request);
    const form = check(decisionForm, parseForm(request.body));
    const reason = form.reason.trim() === '' ? form.template.trim() : form.reason.trim();
    if (reason === '') throw problem(422, 'fields-invalid', 'Give the reasons: the parties are told them.', { errors: [{ pointer: '/reason', detail: 'must not be empty' }] });
    await this.deciding.decide({ number: number.toUpperCase(), targets: form.target === 'all' ? 'all' : [form.target], happening: happeningOfDecision(form.decision), actor: `officer:${officer.name}`, reason, at: undefined });
    this.back(number, reply);
  }

  @Post('cases/:number/counter-notices/:counterId')
  async decideCounter(@Param('number') number: string, @Param('counterId') counterId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const officer = officerOf(request, this.tokens);
    assertOwnForm(request);
    const accept = parseForm(request.body)['accept'] === 'yes';
    await this.counters.decide(check(z.uuid(), counterId), { accept, reason: accept ? 'counter-notice accepted' : 'counter-notice refused' }, `officer:${officer.name}`);
    this.back(number, reply);
  }

  private async answerCase(number: string, status: number, language: PageLanguage, reply: FastifyReply): Promise<void> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    const view = await this.reader.viewOf(one);
    const [counters, articles] = await Promise.all([counterNoticesOf(this.dataSource, one.caseId), articlesBeside(this.dataSource, view)]);
    sendPage(reply, status, deskCasePage({ one, view, counters, articles, files: await filesOfCase(this.dataSource, one.caseId) }, language));
  }

  /** After a redirect a reload shows the case again instead of deciding it again. */
  private back(number: string, reply: FastifyReply): void {
    void reply.status(303).header('cache-control', 'no-store').header('location', `/officer/cases/${encodeURIComponent(number)}`).send();
  }

  private languageOf(request: FastifyRequest, lang: string | undefined): PageLanguage {
    return languageOf(lang, request.headers['accept-language']);
  }
}
