import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { check, zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices, type Answer } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { languageOf } from '../pages/texts.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { deadLettersTexts as texts } from './dead-letters.texts.js';
import { LetterGroups, serviceNames, type LettersOf } from './letter-groups.js';
import { OwnLetters } from './own-letters.js';

/** As many as a service redrives in one call. */
const lettersMax = 500;
const shownMax = 50;
const reasonCharsMin = 5;

const serviceName = z.enum(serviceNames);
const ids = z.union([z.string(), z.array(z.string())]).optional().transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]).flatMap((text) => text.split(',')).filter(Boolean).slice(0, lettersMax));
const redriving = z.object({ ids, confirmed: z.string().max(10).optional() });
const discarding = redriving.extend({ why: z.string().trim().max(500).default('') });

interface Letter {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly reason: string;
}
interface Outcome {
  readonly id: string;
  readonly redriven?: number;
  readonly failedAgain?: string;
  readonly stoppedBy?: { readonly id: string; readonly reason: string };
}
interface Answered {
  readonly matching?: readonly Letter[];
  readonly outcomes?: readonly Outcome[];
}

/** `/dead-letters`: what each service could not handle, by what went wrong; redriven or given up after a count. */
@ApiExcludeController()
@Controller('dead-letters')
export class DeadLettersScreen {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly groups: LetterGroups,
    private readonly own: OwnLetters,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('service') service = '', @Query('error') error = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.show(request, reply, visitor, { service, error: error.slice(0, 300) });
  }

  @Get(':service/:id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('service') service: string, @Param('id') id: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertMaySee(visitor, 'payloads');
    const of = check(serviceName, service);
    const letter = of === 'console' ? await this.own.one(visitor, check(z.uuid(), id)) : await this.services.get<object>(visitor, of, `/v1/dead-letters/${encodeURIComponent(id)}/payload`);
    this.pages.send(request, reply, 'dead-letter', { visitor, texts, service: of, id, letter: letter.ok ? letter.json : undefined, failed: letter.ok ? undefined : letter.detail }, letter.ok ? 200 : letter.status === 404 ? 404 : 502);
  }

  @Post(':service/redrive')
  redrive(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('service') service: string, @Body(zodForm(redriving)) form: z.infer<typeof redriving>): Promise<void> {
    return this.change(request, reply, service, 'redrive', form, {});
  }

  @Post(':service/discard')
  async discard(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('service') service: string, @Body(zodForm(discarding)) form: z.infer<typeof discarding>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    if (form.why.length < reasonCharsMin) return this.show(request, reply, visitor, { service, error: '' }, texts[languageOf(request)].reasonShort);
    return this.change(request, reply, service, 'discard', form, { reason: form.why });
  }

  /** Asks first which they are; does it only where that is what was shown. */
  private async change(request: FastifyRequest, reply: FastifyReply, service: string, act: 'redrive' | 'discard', form: z.infer<typeof redriving>, more: { reason?: string }): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const of = check(serviceName, service);
    const words = texts[languageOf(request)];
    if (form.ids.length === 0) return this.show(request, reply, visitor, { service, error: '' }, words.chooseSome);
    const dry = await this.ask(visitor, of, act, form.ids, more, true);
    if (!dry.ok) return this.show(request, reply, visitor, { service, error: '' }, dry.detail);
    const matching = dry.json.matching ?? [];
    if (matching.length === 0) return this.show(request, reply, visitor, { service, error: '' }, words.goneMeanwhile);
    if (form.confirmed === undefined || Number(form.confirmed) !== matching.length) {
      const failed = form.confirmed === undefined ? undefined : words.changed;
      return this.pages.send(request, reply, 'dead-letters-confirm', { visitor, texts, service: of, act, why: more.reason ?? '', matching, failed });
    }
    const done = await this.ask(visitor, of, act, matching.map(({ id }) => id), more, false);
    if (!done.ok) return this.show(request, reply, visitor, { service, error: '' }, done.detail);
    this.pages.send(request, reply, 'dead-letters-done', { visitor, texts, service: of, act, outcomes: done.json.outcomes ?? [] });
  }

  private async ask(visitor: Visitor, of: LettersOf, act: 'redrive' | 'discard', letterIds: readonly string[], more: { reason?: string }, dryRun: boolean): Promise<Answer<Answered>> {
    if (of !== 'console') return this.services.post<Answered>(visitor, of, `/v1/dead-letters/${act}`, { ids: letterIds, ...more, dryRun });
    const known = check(z.array(z.uuid()), letterIds);
    return dryRun ? this.own.matching(known) : this.own.change(visitor, act, known, more.reason ?? '');
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, filter: { service: string; error: string }, failed?: string): Promise<void> {
    const all = await this.groups.all(visitor);
    const services = all
      .filter((one) => filter.service === '' || one.service === filter.service)
      .map((one) => ({ ...one, groups: one.groups.filter((group) => `${group.pattern} ${group.reason} ${group.topic}`.toLowerCase().includes(filter.error.toLowerCase())) }));
    this.pages.send(request, reply, 'dead-letters', { visitor, texts, filter, names: serviceNames, services, shownMax, failed }, failed === undefined ? 200 : 422);
  }
}
