import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Revisions } from '../article/article-page.js';
import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { reviewsTexts as texts } from './reviews.texts.js';

/** What is held of an item is asked for one by one. */
const perPage = '20';
const kinds = ['suspected-kill', 'removal-asked', 'removal-made', 'article-held'] as const;
const optional = z.string().trim().max(500).default('').transform((text) => (text === '' ? undefined : text));
const confirming = z.object({ guid: optional, note: optional, revision: optional.transform((text) => (text === undefined ? undefined : Number(text))) });
const dismissing = z.object({ note: optional });

interface Review {
  readonly id: string;
  readonly itemId: string | null;
}

/** `/reviews`: suspected kills, removals by the policy of their source, articles that wait for an editor. */
@ApiExcludeController()
@Controller('reviews')
export class ReviewsController {
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

  /** Of a held article the revision goes with it that was shown: a newer one is not let go unseen. */
  @Post(':id/confirm')
  confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(confirming)) form: z.infer<typeof confirming>): Promise<void> {
    return this.decide(request, reply, id, 'confirm', form);
  }

  @Post(':id/dismiss')
  dismiss(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(dismissing)) form: z.infer<typeof dismissing>): Promise<void> {
    return this.decide(request, reply, id, 'dismiss', form);
  }

  private async decide(request: FastifyRequest, reply: FastifyReply, id: string, act: 'confirm' | 'dismiss', body: object): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const answer = await this.services.post(visitor, 'ingest', `/v1/reviews/${encodeURIComponent(id)}/${act}`, body);
    if (!answer.ok) return this.show(request, reply, visitor, {}, answer.detail);
    void reply.status(303).header('location', `/reviews?done=${act}`).header('cache-control', 'no-store').send('');
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, query: Readonly<Record<string, string | undefined>>, failed?: string): Promise<void> {
    const filter = { kind: query['kind'] ?? '', source: (query['source'] ?? '').trim(), state: query['state'] ?? 'open' };
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, state: filter.state === '' ? 'open' : filter.state, before: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const found = await this.services.get<{ reviews: readonly Review[]; next: string | null }>(visitor, 'ingest', `/v1/reviews?${wanted.toString()}`);
    const reviews = found.ok ? found.json.reviews : [];
    const held = await this.heldOf(visitor, reviews.flatMap((review) => (review.itemId === null ? [] : [review.itemId])));
    this.pages.send(
      request, reply, 'reviews',
      { visitor, texts, filter, kinds, cursor, reviews, held, next: found.ok ? (found.json.next ?? undefined) : undefined, failed: failed ?? (found.ok ? undefined : found.detail), done: query['done'] },
      failed === undefined ? 200 : 422,
    );
  }

  /** Title and revision of what is held now, by item, as far as they can be had. */
  private async heldOf(visitor: Visitor, itemIds: readonly string[]): Promise<Readonly<Record<string, { readonly title: string | null; readonly revision: number }>>> {
    const answers = await Promise.all(
      [...new Set(itemIds)].map(async (itemId) => {
        const found = await this.services.get<Revisions>(visitor, 'ingest', `/v1/items/${encodeURIComponent(itemId)}/revisions`);
        return found.ok ? [[itemId, { title: found.json.revisions[0]?.title ?? null, revision: found.json.item.revision }] as const] : [];
      }),
    );
    return Object.fromEntries(answers.flat());
  }
}
