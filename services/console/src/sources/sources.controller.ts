import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import type { HealthView, SourceView } from './ingest-answers.js';
import { SourcePage } from './source-page.js';
import { sourcesTexts as texts } from './sources.texts.js';

const optional = z.string().trim().max(500).default('').transform((text) => (text === '' ? undefined : text));
const creating = z.object({ id: z.string().trim().max(63).default(''), name: z.string().trim().max(200).default(''), language: optional, timeZone: optional, url: optional, licence: optional, keyScheme: z.enum(['bearer', 'standard-webhooks', 'superdesk', 'ed25519']).default('bearer'), publicKey: optional });

/** What a source in the list is marked with; a source may have several. */
const statesOf = (health: HealthView): readonly string[] => [
  ...(health.quiet ? ['quiet'] : []),
  ...(health.lastPushAt === null ? ['neverSent'] : []),
  ...(health.lastHour.refusedPushes + health.lastHour.items.refused > 0 ? ['hasErrors'] : []),
  ...(health.quarantined > 0 ? ['hasQuarantine'] : []),
];

/** `/sources`: all of them with how they do, one of them, and a new one. */
@ApiExcludeController()
@Controller('sources')
export class SourcesController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: SourcePage,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('q') q = '', @Query('state') state = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.showList(request, reply, visitor, { q: String(q).slice(0, 100), state: String(state) });
  }

  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(creating)) form: z.infer<typeof creating>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const made = await this.services.post<{ id: string; key: string | null }>(visitor, 'ingest', '/v1/sources', form);
    if (!made.ok) return this.showList(request, reply, visitor, { q: '', state: '' }, { failed: made.detail, form });
    this.pages.send(request, reply, 'source-key', { visitor, texts, id: made.json.id, key: made.json.key, olderKeysEndAt: null }, 201);
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.page.send(request, reply, visitor, id, { done });
  }

  private async showList(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, filter: { q: string; state: string }, said: { failed?: string; form?: object } = {}): Promise<void> {
    const [health, sources] = await Promise.all([
      this.services.get<{ sources: readonly HealthView[] }>(visitor, 'ingest', '/v1/source-health'),
      this.services.get<{ sources: readonly SourceView[] }>(visitor, 'ingest', '/v1/sources'),
    ]);
    const licences = new Map(sources.ok ? sources.json.sources.map((source) => [source.id, source.licence]) : []);
    const all = health.ok ? health.json.sources.map((one) => ({ ...one, states: statesOf(one), licence: licences.get(one.id) })) : [];
    const wanted = filter.q.toLowerCase();
    const shown = all.filter((one) => `${one.id} ${one.name}`.toLowerCase().includes(wanted) && (filter.state === '' || one.states.includes(filter.state)));
    const failed = said.failed ?? (health.ok ? undefined : health.detail);
    this.pages.send(request, reply, 'sources', { visitor, texts, filter, any: all.length > 0, sources: shown, form: said.form ?? {}, failed }, said.failed === undefined ? 200 : 422);
  }
}
