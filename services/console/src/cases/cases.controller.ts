import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CLOCK, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import type { CaseList } from './case-answers.js';
import { CasePage } from './case-page.js';
import { casesTexts as texts } from './cases.texts.js';
import { remaining, remainingText } from './clock.decide.js';

const perPage = '50';
const filters = ['q', 'open', 'due', 'state', 'regime', 'claimType', 'channel'] as const;

interface Evidence {
  readonly evidence: readonly { readonly evidenceId: string; readonly targetId: string; readonly sealedAt: string; readonly sha256: string; readonly content: unknown }[];
}

/** `/cases`: the queue of rights officers by its clocks, one case, and what was sealed of it. */
@ApiExcludeController()
@Controller('cases')
export class CasesController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: CasePage,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Readonly<Record<string, string | undefined>>): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const filter = Object.fromEntries(filters.map((name) => [name, query[name]?.trim() ?? '']));
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, offset: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const found = await this.services.get<CaseList>(visitor, 'rights', `/v1/case-list?${wanted.toString()}`);
    this.pages.send(request, reply, 'cases', {
      visitor, texts, filter, cursor, cases: found.ok ? found.json.cases : [], counts: found.ok ? found.json.counts : undefined, next: found.ok ? (found.json.next ?? undefined) : undefined, failed: found.ok ? undefined : found.detail, nowMs: this.clock.now().getTime(), remaining, remainingText,
    });
  }

  @Get(':number')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('number') number: string, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.page.send(request, reply, visitor, number, { done });
  }

  @Get(':number/evidence')
  async evidence(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('number') number: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertMaySee(visitor, 'evidence');
    const found = await this.services.get<Evidence>(visitor, 'rights', `/v1/cases/${encodeURIComponent(number)}/evidence`);
    this.pages.send(request, reply, 'case-evidence', { visitor, texts, number, evidence: found.ok ? found.json.evidence : [], failed: found.ok ? undefined : found.detail }, found.ok ? 200 : found.status === 404 ? 404 : 502);
  }
}
