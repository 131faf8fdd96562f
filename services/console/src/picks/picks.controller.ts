import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { languageOf } from '../pages/texts.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { arranged, itemIdIn, seenOf, type Arranging } from './arrange.decide.js';
import { picksTexts as texts } from './picks.texts.js';

type Query = Readonly<Record<string, string | undefined>>;

const arranging = z.object({
  list: z.string().trim().max(80),
  act: z.enum(['pin', 'unpin', 'up', 'down', 'first']),
  item: z.string().trim().min(1).max(500),
  until: z.string().trim().max(40).default(''),
  seen: z.string().max(4_000).default(''),
});

interface PickedList {
  readonly list: string;
  readonly items: readonly { readonly itemId: string; readonly until: string | null; readonly pinnedBy: string; readonly pinnedAt: string; readonly title: string | null; readonly state: string | null }[];
}

const lists = ['front', 'articles', 'pictures'] as const;

/** `/picks`: what editors put first by hand, on the front page, beside articles and at the top of a category. */
@ApiExcludeController()
@Controller('picks')
export class PicksController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.show(request, reply, visitor, query['list']?.trim() || 'front', { done: query['done'], item: query['item'] });
  }

  /** One act on one list; refused where somebody else changed it since the form was shown. */
  @Post()
  async arrange(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(arranging)) form: z.infer<typeof arranging>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const words = texts[languageOf(request)];
    const refused = (failed: string): Promise<void> => this.show(request, reply, visitor, form.list, { failed, item: form.item });
    const itemId = itemIdIn(form.item);
    if (itemId === undefined) return refused(words.noItem);
    const until = form.until === '' ? null : new Date(`${form.until}Z`);
    if (until !== null && Number.isNaN(until.getTime())) return refused(words.noTime);
    const path = `/v1/picks/${encodeURIComponent(form.list)}`;
    const now = await this.services.get<PickedList>(visitor, 'publish', path);
    if (!now.ok) return refused(now.detail);
    if (form.seen !== seenOf(now.json.items)) return refused(words.changed);
    const arrangement: Arranging = form.act === 'pin' ? { act: 'pin', itemId, until: until?.toISOString() ?? null } : { act: form.act, itemId };
    const items = arranged(now.json.items, arrangement).map((pick) => ({ itemId: pick.itemId, ...(pick.until === null ? {} : { until: pick.until }) }));
    const done = await this.services.ask(visitor, 'publish', 'PUT', path, { items });
    if (!done.ok) return refused(done.detail);
    void reply.status(303).header('location', `/picks?list=${encodeURIComponent(form.list)}&done=1`).header('cache-control', 'no-store').send('');
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, list: string, said: { failed?: string; done?: string | undefined; item?: string | undefined }): Promise<void> {
    const [found, feeds] = await Promise.all([
      this.services.get<PickedList>(visitor, 'publish', `/v1/picks/${encodeURIComponent(list)}`),
      this.services.get<{ lists: readonly { kind: string; value: string | null }[] }>(visitor, 'publish', '/v1/feed-list'),
    ]);
    const items = found.ok ? found.json.items : [];
    const categories = feeds.ok ? feeds.json.lists.flatMap(({ kind, value }) => (kind === 'category' && value !== null ? [value] : [])) : [];
    const failed = said.failed ?? (found.ok ? undefined : found.detail);
    this.pages.send(request, reply, 'picks', {
      visitor, texts, list, lists, categories, items, seen: seenOf(items), nowIso: new Date().toISOString(), portalUrl: this.config.PORTAL_PUBLIC_URL, item: said.item ?? '', failed, done: said.done, may: visitor.roles.some((role) => role === 'editor' || role === 'operator'),
    }, said.failed === undefined ? 200 : 422);
  }
}
