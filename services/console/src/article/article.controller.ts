import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, ProblemException, zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { ExplainItem } from '../explain/explain.handler.js';
import { Pages } from '../pages/pages.js';
import { languageOf } from '../pages/texts.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { StoryPage } from '../stories/story-page.js';
import { ArticlePage, type Revisions } from './article-page.js';
import { articleTexts as texts } from './article.texts.js';
import { diff, folded } from './diff.decide.js';
import { recentItems } from './recent-items.store.js';

const perPage = 20;
const questionCharsMax = 500;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const holding = z.object({ scope: z.enum(['item', 'story']).default('item'), storyId: z.string().max(60).default(''), reason: z.string().trim().max(300).default(''), confirmed: z.string().max(12).optional() });

interface Revision {
  readonly revision: number;
  readonly title: string;
  readonly text: string;
}

/** What a hold would reach, as rights answers it (`POST /v1/holds/preview`). */
interface BlastRadius {
  readonly reached: { readonly items: number; readonly shown: number };
  readonly sample: readonly { readonly itemId: string; readonly sourceId: string; readonly shown: boolean }[];
  readonly promoted: readonly { readonly itemId: string }[];
  readonly stays: readonly unknown[];
  readonly truncated: boolean;
  readonly titles: Readonly<Record<string, string>>;
}

/** `/articles`: one article with its timeline, revisions, story, rights and copies; found by whatever one has at hand. */
@ApiExcludeController()
@Controller('articles')
export class ArticleController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly explaining: ExplainItem,
    private readonly page: ArticlePage,
    private readonly stories: StoryPage,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  /** What is found by `q` is opened at once; without it, what came last. */
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('q') asked = '', @Query('cursor') cursor = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const question = String(asked).trim().slice(0, questionCharsMax);
    const found = question === '' ? undefined : await this.find(question);
    if (found?.itemId) return void reply.status(303).header('location', `/articles/${found.itemId}`).header('cache-control', 'no-store').send('');
    const before = uuid.test(cursor) ? cursor : null;
    const items = await recentItems(this.dataSource, before, perPage);
    const titles = await this.stories.titlesOf(visitor, items.map((item) => item.itemId));
    const next = items.length === perPage ? items.at(-1)?.itemId : undefined;
    this.pages.send(request, reply, 'articles', { visitor, texts, question, items, titles, cursor: before ?? '', next, failed: found?.failed, ingestUrl: this.config.INGEST_URL }, found ? 404 : 200);
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.page.send(request, reply, visitor, id, { done: done === 'held' ? texts[languageOf(request)].heldNow : undefined });
  }

  /** One revision, or what changed between two. */
  @Get(':id/revisions')
  async revisions(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('from') from = '', @Query('to') to = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const path = `/v1/items/${encodeURIComponent(id)}/revisions`;
    const list = await this.services.get<Revisions>(visitor, 'ingest', path);
    if (!list.ok) return this.page.send(request, reply, visitor, id, { failed: list.detail });
    const numbers = list.json.revisions.map((one) => one.revision);
    const newer = Number(to) || numbers[0] || 0;
    const older = Number(from) || numbers.find((number) => number < newer) || newer;
    const [before, after] = await Promise.all([older, newer].map((revision) => this.services.get<Revision>(visitor, 'ingest', `${path}/${revision}`)));
    if (!before?.ok || !after?.ok) return this.page.send(request, reply, visitor, id, { failed: [before, after].flatMap((answer) => (answer && !answer.ok ? [answer.detail] : []))[0] ?? texts[languageOf(request)].noText });
    this.pages.send(request, reply, 'article-diff', {
      visitor, texts, itemId: id, heads: list.json.revisions, older, newer, title: diff(before.json.title, after.json.title), text: older === newer ? diff(after.json.text, after.json.text) : folded(diff(before.json.text, after.json.text)),
    });
  }

  /** Without `confirmed` what it would reach; with it, and only where that is still so, the hold is placed. */
  @Post(':id/hold')
  async hold(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(holding)) form: z.infer<typeof holding>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    if (form.reason === '') return this.page.send(request, reply, visitor, id, { failed: texts[languageOf(request)].reasonNeeded });
    const scope = form.scope === 'item' ? { kind: 'item', itemId: id } : { kind: 'story', storyId: form.storyId, itemId: id };
    const radius = await this.services.post<BlastRadius>(visitor, 'rights', '/v1/holds/preview', { scope });
    if (!radius.ok) return this.page.send(request, reply, visitor, id, { failed: radius.detail });
    if (Number(form.confirmed) !== radius.json.reached.items) return this.previewHold(request, reply, visitor, id, form, radius.json);
    const placed = await this.services.post(visitor, 'rights', '/v1/holds', { scope, reason: form.reason });
    if (!placed.ok) return this.page.send(request, reply, visitor, id, { failed: placed.detail });
    void reply.status(303).header('location', `/articles/${encodeURIComponent(id)}?done=held`).header('cache-control', 'no-store').send('');
  }

  private previewHold(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, id: string, form: z.infer<typeof holding>, radius: BlastRadius): void {
    const { reason, scope, storyId } = form;
    this.pages.send(request, reply, 'article-hold', { visitor, texts, itemId: id, radius, fields: { scope, storyId, reason } });
  }

  private async find(question: string): Promise<{ readonly itemId?: string; readonly failed?: string }> {
    try {
      return { itemId: (await this.explaining.explain(question)).itemId };
    } catch (error) {
      if (!(error instanceof ProblemException)) throw error;
      return { failed: error.detail };
    }
  }
}
