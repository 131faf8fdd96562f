import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { marks, marksOf } from './marks.decide.js';
import type { SubscriberView } from './subscriber-answers.js';
import { SubscriberPage } from './subscriber-page.js';
import { subscribersTexts as texts } from './subscribers.texts.js';

type Query = Readonly<Record<string, string | undefined>>;

const list = z.string().trim().max(2_000).default('').transform((text) => text.split(/[,，、\s]+/).map((code) => code.trim()).filter(Boolean));
const creating = z.object({ name: z.string().trim().max(120).default(''), url: z.string().trim().max(400).default(''), contact: z.string().trim().max(200).default(''), sources: list, categories: list, languages: list });

interface Shown {
  readonly delivery: { readonly id: string; readonly subscriberId: string };
  readonly request: unknown;
  readonly answer: unknown;
}

/** `/subscribers`: who receives deliveries and how they do, one of them, one delivery with what was asked and answered. */
@ApiExcludeController()
@Controller()
export class SubscribersController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: SubscriberPage,
  ) {}

  @Get('subscribers')
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.showList(request, reply, visitor, { q: query['q']?.trim() ?? '', mark: query['mark'] ?? '' });
  }

  /** Secret and token are on the answer's page only: an address could be kept somewhere. */
  @Post('subscribers')
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(creating)) form: z.infer<typeof creating>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const { name, url, contact, ...codes } = form;
    const filter = Object.fromEntries(Object.entries(codes).filter(([, values]) => values.length > 0));
    const made = await this.services.post<SubscriberView & { secret: string; token: string }>(visitor, 'publish', '/v1/subscribers', { name, url, contact: contact === '' ? null : contact, filter });
    if (!made.ok) return this.showList(request, reply, visitor, { q: '', mark: '' }, { failed: made.detail, form });
    this.pages.send(request, reply, 'subscriber-secret', { visitor, texts, id: made.json.id, secret: made.json.secret, token: made.json.token, olderEndAt: null }, 201);
  }

  @Get('subscribers/:id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.page.send(request, reply, visitor, id, query, { done: query['done'] });
  }

  @Get('deliveries/:id')
  async delivery(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertMaySee(visitor, 'payloads');
    const found = await this.services.get<Shown>(visitor, 'publish', `/v1/deliveries/${encodeURIComponent(id)}/payload`);
    this.pages.send(request, reply, 'delivery', { visitor, texts, id, shown: found.ok ? found.json : undefined, failed: found.ok ? undefined : found.detail }, found.ok ? 200 : found.status === 404 ? 404 : 502);
  }

  private async showList(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, filter: { q: string; mark: string }, said: { failed?: string; form?: object } = {}): Promise<void> {
    const found = await this.services.get<{ subscribers: readonly SubscriberView[] }>(visitor, 'publish', '/v1/subscribers');
    const all = found.ok ? found.json.subscribers.map((one) => ({ ...one, marks: marksOf(one) })) : [];
    const wanted = filter.q.toLowerCase();
    const shown = all.filter((one) => `${one.id} ${one.name} ${one.url}`.toLowerCase().includes(wanted) && (filter.mark === '' || one.marks.some((mark) => mark === filter.mark)));
    const failed = said.failed ?? (found.ok ? undefined : found.detail);
    this.pages.send(request, reply, 'subscribers', { visitor, texts, filter, marks, any: all.length > 0, subscribers: shown, form: said.form ?? {}, failed }, said.failed === undefined ? 200 : 422);
  }
}
