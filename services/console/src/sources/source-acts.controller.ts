import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices, type Answer } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import type { ReadAgainReport } from './ingest-answers.js';
import { SourcePage } from './source-page.js';
import { sourcesTexts as texts } from './sources.texts.js';

/** An emptied field is forgotten; one that the form does not have stays as it is. */
const field = z.string().trim().max(500).optional();
const forgettable = field.transform((text) => (text === '' ? null : text));
const amount = field.transform((text) => (text === undefined ? undefined : text === '' ? null : Number(text)));
const listed = field.transform((text) => (text === undefined ? undefined : text === '' ? null : text.split(/[,，、]/).map((one) => one.trim()).filter(Boolean)));
const settings = z.object({
  name: field, url: forgettable, language: forgettable, timeZone: forgettable, charset: forgettable, licence: forgettable, withdrawPolicy: forgettable, trust: forgettable,
  strict: field.transform((text) => (text === undefined ? undefined : text === 'true')), ratePerSecond: amount, quietAfterSeconds: amount, categories: listed, linkHosts: listed,
});
const rotating = z.object({ scheme: z.enum(['bearer', 'standard-webhooks', 'superdesk', 'ed25519']).default('bearer'), overlapSeconds: z.coerce.number().int().default(86_400), publicKey: z.string().trim().max(500).optional().transform((text) => (text === '' ? undefined : text)) });
const polling = z.object({ url: z.string().trim().max(1_000).default(''), minIntervalSeconds: z.coerce.number().default(300), maxIntervalSeconds: z.coerce.number().default(21_600) });
const reading = z.object({
  since: z.string().trim().max(40).default('').transform((text) => (text === '' || Number.isNaN(Date.parse(`${text}Z`)) ? undefined : new Date(`${text.replace(/Z$/, '')}Z`).toISOString())),
  sinceAt: z.string().max(40).optional(),
  after: z.string().max(60).optional().transform((text) => (text === '' ? undefined : text)),
  confirmed: z.string().max(10).optional(),
});

/** What is done to one source from its page; ingest decides, and an operator's token is needed there. */
@ApiExcludeController()
@Controller('sources/:id')
export class SourceActsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: SourcePage,
  ) {}

  @Post('settings')
  settings(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(settings)) form: z.infer<typeof settings>): Promise<void> {
    return this.act(request, reply, id, 'saved', (ask) => ask('PATCH', '', form));
  }

  /** A paused source is still heard: nothing is lost, its articles wait for an editor, and its removals are obeyed. */
  @Post('pause')
  pauseSource(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.act(request, reply, id, 'donePause', (ask) => ask('PATCH', '', { trust: 'hold' }));
  }

  @Post('resume')
  resumeSource(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.act(request, reply, id, 'doneResume', (ask) => ask('PATCH', '', { trust: null }));
  }

  /** The new key is on the answer's page only: an address could be kept somewhere. */
  @Post('keys')
  async rotate(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(rotating)) form: z.infer<typeof rotating>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const made = await this.services.post<{ key: string | null; olderKeysEndAt: string }>(visitor, 'ingest', `${pathOf(id)}/keys`, form);
    if (!made.ok) return this.page.send(request, reply, visitor, id, { failed: made.detail });
    this.pages.send(request, reply, 'source-key', { visitor, texts, id, key: made.json.key, olderKeysEndAt: made.json.olderKeysEndAt }, 201);
  }

  @Post('keys/:keyId/revoke')
  revoke(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Param('keyId') keyId: string): Promise<void> {
    return this.act(request, reply, id, 'revoked', (ask) => ask('DELETE', `/keys/${encodeURIComponent(keyId)}`));
  }

  @Post('poll')
  poll(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(polling)) form: z.infer<typeof polling>): Promise<void> {
    return this.act(request, reply, id, 'donePoll', (ask) => ask('PUT', '/poll', form));
  }

  @Post('poll/now')
  pollNow(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.act(request, reply, id, 'doneNow', (ask) => ask('POST', '/poll/now', {}));
  }

  @Post('poll/pause')
  pause(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.act(request, reply, id, 'donePaused', (ask) => ask('DELETE', '/poll'));
  }

  /** Without `confirmed` a dry run, shown with what it would do and the form that does it. */
  @Post('read-again')
  async readAgain(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(reading)) form: z.infer<typeof reading>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const since = form.since ?? (form.sinceAt === '' ? undefined : form.sinceAt);
    const run = (apply: boolean) => this.services.post<ReadAgainReport>(visitor, 'ingest', `${pathOf(id)}/read-again`, { ...(since === undefined ? {} : { since }), ...(form.after === undefined ? {} : { after: form.after }), apply });
    const preview = await run(false);
    if (!preview.ok) return this.page.send(request, reply, visitor, id, { failed: preview.detail });
    const isAsShown = form.confirmed !== undefined && Number(form.confirmed) === preview.json.differences.length;
    const report = isAsShown ? await run(true) : preview;
    if (!report.ok) return this.page.send(request, reply, visitor, id, { failed: report.detail });
    this.pages.send(request, reply, 'read-again', { visitor, texts, id, since: since ?? '', after: form.after ?? '', report: report.json });
  }

  private async act(request: FastifyRequest, reply: FastifyReply, id: string, done: string, work: (ask: (method: string, path: string, body?: unknown) => Promise<Answer<unknown>>) => Promise<Answer<unknown>>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const answer = await work((method, path, body) => this.services.ask(visitor, 'ingest', method, `${pathOf(id)}${path}`, body));
    if (!answer.ok) return this.page.send(request, reply, visitor, id, { failed: answer.detail });
    void reply.status(303).header('location', `/sources/${encodeURIComponent(id)}?done=${done}`).header('cache-control', 'no-store').send('');
  }
}

const pathOf = (id: string): string => `/v1/sources/${encodeURIComponent(id)}`;
