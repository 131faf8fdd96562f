import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { storiesTexts as texts } from './stories.texts.js';
import { StoryPage } from './story-page.js';

const relations = ['original', 'reprint', 'revision', 'excerpt', 'derived', 'related', 'template'] as const;
const perPage = '50';

/** `/stories`: stories by their newest item, and one of them with why each of its items is there. */
@ApiExcludeController()
@Controller('stories')
export class StoriesController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: StoryPage,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Readonly<Record<string, string | undefined>>): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const filter = { source: (query['source'] ?? '').trim(), relation: query['relation'] ?? '', sizeMin: query['sizeMin'] ?? '', byHand: query['byHand'] ?? '' };
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, before: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const found = await this.services.get<{ stories: readonly unknown[]; next: string | null }>(visitor, 'dedupe', `/v1/stories?${wanted.toString()}`);
    this.pages.send(request, reply, 'stories', {
      visitor, texts, filter, relations, cursor, stories: found.ok ? found.json.stories : [], next: found.ok ? (found.json.next ?? undefined) : undefined, failed: found.ok ? undefined : found.detail, ingestUrl: this.config.INGEST_URL,
    });
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.page.send(request, reply, visitor, id, { done });
  }
}
