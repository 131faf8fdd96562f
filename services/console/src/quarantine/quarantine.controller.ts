import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { languageOf } from '../pages/texts.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { quarantineTexts as texts } from './quarantine.texts.js';

const perPage = '50';
/** As many as ingest retries in one call. */
const casesMax = 100;

const list = z.union([z.string(), z.array(z.string())]).optional().transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]).slice(0, casesMax));
const retrying = z.object({ ids: list, source: z.string().max(63).optional(), reason: z.string().max(60).optional(), confirmed: z.string().max(10).optional() });
const discarding = z.object({ ids: list, why: z.string().trim().max(500).default(''), confirmed: z.string().max(10).optional() });

/** What became of a case, or would. */
interface Outcome {
  readonly id: string;
  readonly outcome: string;
  readonly code?: string;
  readonly detail?: string;
  readonly receiptId?: string;
  readonly items?: readonly { readonly guid: string | null; readonly outcome: string }[];
}

/** `/quarantine`: bodies that could not be read, by reason; retried and discarded after a look at what it would be. */
@ApiExcludeController()
@Controller('quarantine')
export class QuarantineController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Readonly<Record<string, string | undefined>>): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.show(request, reply, visitor, query);
  }

  /** Without `confirmed` what would become of them; with it, and only where that is still so, it is done. */
  @Post('retry')
  async retry(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(retrying)) form: z.infer<typeof retrying>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const which = { ...(form.ids.length > 0 ? { ids: form.ids } : {}), ...(form.source ? { source: form.source } : {}), ...(form.reason ? { reason: form.reason } : {}), limit: casesMax };
    if (form.ids.length === 0 && !form.source && !form.reason) return this.show(request, reply, visitor, {}, texts[languageOf(request)].chooseSome);
    const dry = await this.services.post<{ outcomes: readonly Outcome[] }>(visitor, 'ingest', '/v1/quarantine/retry', { ...which, dryRun: true });
    if (!dry.ok) return this.show(request, reply, visitor, {}, dry.detail);
    const ready = dry.json.outcomes.filter((one) => one.outcome === 'would-be-accepted');
    if (form.confirmed === undefined || Number(form.confirmed) !== ready.length) {
      return this.pages.send(request, reply, 'quarantine-retry', { visitor, texts, ready, failing: dry.json.outcomes.filter((one) => one.outcome !== 'would-be-accepted'), failed: form.confirmed === undefined ? undefined : texts[languageOf(request)].changed });
    }
    const done = await this.services.post<{ outcomes: readonly Outcome[] }>(visitor, 'ingest', '/v1/quarantine/retry', { ids: ready.map(({ id }) => id), limit: casesMax });
    if (!done.ok) return this.show(request, reply, visitor, {}, done.detail);
    this.pages.send(request, reply, 'quarantine-done', { visitor, texts, outcomes: done.json.outcomes });
  }

  @Post('discard')
  async discard(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(discarding)) form: z.infer<typeof discarding>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    if (form.ids.length === 0) return this.show(request, reply, visitor, {}, texts[languageOf(request)].chooseSome);
    if (form.why.length < 3) return this.show(request, reply, visitor, {}, texts[languageOf(request)].discardReason);
    if (form.confirmed === undefined) return this.pages.send(request, reply, 'quarantine-discard', { visitor, texts, ids: form.ids, why: form.why });
    const outcomes: Outcome[] = [];
    for (const id of form.ids) {
      const answer = await this.services.post<null>(visitor, 'ingest', `/v1/quarantine/${encodeURIComponent(id)}/discard`, { reason: form.why });
      outcomes.push(answer.ok ? { id, outcome: 'discarded' } : { id, outcome: 'not-discarded', detail: answer.detail });
    }
    this.pages.send(request, reply, 'quarantine-done', { visitor, texts, outcomes });
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, query: Readonly<Record<string, string | undefined>>, failed?: string): Promise<void> {
    const filter = { source: (query['source'] ?? '').trim(), reason: (query['reason'] ?? '').trim(), state: query['state'] ?? 'open' };
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, state: filter.state === '' ? 'open' : filter.state, before: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const [cases, reasons] = await Promise.all([
      this.services.get<{ cases: readonly unknown[]; next: string | null }>(visitor, 'ingest', `/v1/quarantine?${wanted.toString()}`),
      this.services.get<{ reasons: readonly unknown[] }>(visitor, 'ingest', '/v1/quarantine/reasons'),
    ]);
    const said = failed ?? (cases.ok ? (reasons.ok ? undefined : reasons.detail) : cases.detail);
    this.pages.send(
      request, reply, 'quarantine',
      { visitor, texts, filter, cursor, cases: cases.ok ? cases.json.cases : [], next: cases.ok ? (cases.json.next ?? undefined) : undefined, reasons: reasons.ok ? reasons.json.reasons : [], failed: said },
      failed === undefined ? 200 : 422,
    );
  }
}
