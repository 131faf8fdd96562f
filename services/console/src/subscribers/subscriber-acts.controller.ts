import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices, type Answer } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { replayOf, replaying } from './replay-form.js';
import { SubscriberPage } from './subscriber-page.js';
import { subscribersTexts as texts } from './subscribers.texts.js';

const stating = z.object({ state: z.enum(['active', 'paused']) });
const rotating = z.object({ overlapSeconds: z.coerce.number().int().min(0).default(86_400) });
const resending = z.object({ deliveryId: z.string().max(60) });

const pathOf = (id: string): string => `/v1/subscribers/${encodeURIComponent(id)}`;

/** What operators do to one subscriber from its page; publish decides. */
@ApiExcludeController()
@Controller('subscribers/:id')
export class SubscriberActsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: SubscriberPage,
  ) {}

  @Post('state')
  state(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(stating)) form: z.infer<typeof stating>): Promise<void> {
    return this.act(request, reply, id, form.state === 'active' ? 'resumed' : 'paused', (visitor) => this.services.ask(visitor, 'publish', 'PATCH', pathOf(id), form));
  }

  @Post('test-event')
  ping(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.act(request, reply, id, 'pinged', (visitor) => this.services.post(visitor, 'publish', `${pathOf(id)}/test-events`, {}));
  }

  /** The whole conformance run: a test article, a test kill, a stale message, a replay. */
  @Post('test-kill')
  kill(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.act(request, reply, id, 'killed', (visitor) => this.services.post(visitor, 'publish', `${pathOf(id)}/conformance-runs`, {}));
  }

  @Post('resend')
  resend(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(resending)) form: z.infer<typeof resending>): Promise<void> {
    return this.act(request, reply, id, 'resent', (visitor) => this.services.post(visitor, 'publish', `${pathOf(id)}/replays`, { deliveryId: form.deliveryId, confirm: true }));
  }

  /** The new secret is on the answer's page only. */
  @Post('secret')
  async rotate(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(rotating)) form: z.infer<typeof rotating>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const made = await this.services.post<{ secret: string; olderSecretsEndAt: string }>(visitor, 'publish', `${pathOf(id)}/secrets`, form);
    if (!made.ok) return this.page.send(request, reply, visitor, id, {}, { failed: made.detail });
    this.pages.send(request, reply, 'subscriber-secret', { visitor, texts, id, secret: made.json.secret, token: undefined, olderEndAt: made.json.olderSecretsEndAt }, 201);
  }

  /** Counted first; sent again with `confirmed`, if it is as many as were shown. */
  @Post('replays')
  async replay(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(replaying)) form: z.infer<typeof replaying>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const wanted = replayOf(form);
    const counted = await this.services.post<{ articles: number }>(visitor, 'publish', `${pathOf(id)}/replays`, { ...wanted, confirm: false });
    if (!counted.ok) return this.page.send(request, reply, visitor, id, {}, { failed: counted.detail });
    const { articles } = counted.json;
    if (form.confirmed !== articles || articles === 0) {
      const { confirmed: _confirmed, ...fields } = form;
      return this.pages.send(request, reply, 'subscriber-replay', { visitor, texts, id, count: articles, fields, changed: form.confirmed !== undefined && form.confirmed !== articles });
    }
    const sent = await this.services.post(visitor, 'publish', `${pathOf(id)}/replays`, { ...wanted, confirm: true });
    if (!sent.ok) return this.page.send(request, reply, visitor, id, {}, { failed: sent.detail });
    this.back(reply, id, 'replayed');
  }

  private async act(request: FastifyRequest, reply: FastifyReply, id: string, done: string, ask: (visitor: Visitor) => Promise<Answer<unknown>>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const answer = await ask(visitor);
    if (!answer.ok) return this.page.send(request, reply, visitor, id, {}, { failed: answer.detail });
    this.back(reply, id, done);
  }

  private back(reply: FastifyReply, id: string, done: string): void {
    void reply.status(303).header('location', `/subscribers/${encodeURIComponent(id)}?done=${done}`).header('cache-control', 'no-store').send('');
  }
}
