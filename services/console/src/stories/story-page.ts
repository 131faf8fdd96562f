import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import type { Visitor } from '../sign-in/sign-in.js';
import type { StoryView } from './dedupe-answers.js';
import { storiesTexts as texts } from './stories.texts.js';

/** Titles are asked for one by one; of a larger story only the first have one. */
const titlesMax = 40;

/** One story whole, with the titles of its items. */
@Injectable()
export class StoryPage {
  constructor(
    private readonly services: AskServices,
    private readonly pages: Pages,
  ) {}

  async send(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, id: string, said: { readonly failed?: string; readonly done?: string | undefined } = {}): Promise<void> {
    const story = await this.services.get<StoryView>(visitor, 'dedupe', `/v1/stories/${encodeURIComponent(id)}`);
    if (!story.ok) return this.pages.send(request, reply, 'story', { visitor, texts, id, failed: said.failed ?? story.detail }, story.status === 404 ? 404 : 502);
    const titles = await this.titlesOf(visitor, story.json.items.map((item) => item.itemId));
    this.pages.send(request, reply, 'story', { visitor, texts, id: story.json.storyId, story: story.json, titles, ...said }, said.failed === undefined ? 200 : 422);
  }

  /** Titles of the newest revisions, as far as they can be had. */
  async titlesOf(visitor: Visitor, itemIds: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const answers = await Promise.all(
      itemIds.slice(0, titlesMax).map(async (itemId) => {
        const found = await this.services.get<{ revisions: readonly { title: string | null }[] }>(visitor, 'ingest', `/v1/items/${encodeURIComponent(itemId)}/revisions`);
        return [itemId, found.ok ? (found.json.revisions[0]?.title ?? '') : ''] as const;
      }),
    );
    return Object.fromEntries(answers.filter(([, title]) => title !== ''));
  }
}
