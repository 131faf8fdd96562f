import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { languageOf } from '../pages/texts.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import type { StoryView } from './dedupe-answers.js';
import { StoryPage } from './story-page.js';
import { storiesTexts as texts } from './stories.texts.js';

const itemsMax = 200;
const reason = z.string().trim().max(500).default('');
const items = z.union([z.string(), z.array(z.string())]).optional().transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]).slice(0, itemsMax));
const splitting = z.object({ items, reason, confirmed: z.string().max(10).optional() });
const merging = z.object({ storyId: z.string().trim().max(60).default(''), reason, confirmed: z.string().max(10).optional() });
const naming = z.object({ itemId: z.string().trim().max(60).default(''), reason });
const undoing = z.object({ reason });

/** What editors decide about a story; dedupe records it with who and why, and obeys it until it is undone. */
@ApiExcludeController()
@Controller('stories/:id')
export class DecideByHandController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: StoryPage,
  ) {}

  @Post('split')
  async split(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(splitting)) form: z.infer<typeof splitting>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const words = texts[languageOf(request)];
    const story = await this.services.get<StoryView>(visitor, 'dedupe', `/v1/stories/${encodeURIComponent(id)}`);
    if (!story.ok) return this.page.send(request, reply, visitor, id, { failed: story.detail });
    const chosen = story.json.items.filter((item) => form.items.includes(item.itemId)).map((item) => item.itemId);
    if (chosen.length === 0 || chosen.length === story.json.items.length) return this.page.send(request, reply, visitor, id, { failed: words.chooseSome });
    if (form.reason === '') return this.page.send(request, reply, visitor, id, { failed: words.reasonNeeded });
    if (Number(form.confirmed) === chosen.length) return this.command(request, reply, visitor, id, 'split', { items: chosen, reason: form.reason });
    const titles = await this.page.titlesOf(visitor, chosen);
    this.pages.send(request, reply, 'story-confirm', { visitor, texts, id, act: 'split', count: chosen.length, sentence: words.confirmSplit, sample: chosen.map((itemId) => `${titles[itemId] ?? ''} ${itemId}`), fields: { items: chosen, reason: form.reason } });
  }

  @Post('merge')
  async merge(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(merging)) form: z.infer<typeof merging>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const words = texts[languageOf(request)];
    if (form.reason === '') return this.page.send(request, reply, visitor, id, { failed: words.reasonNeeded });
    const other = await this.services.get<StoryView>(visitor, 'dedupe', `/v1/stories/${encodeURIComponent(form.storyId)}`);
    if (!other.ok) return this.page.send(request, reply, visitor, id, { failed: other.detail });
    const joining = other.json.items.map((item) => item.itemId);
    if (Number(form.confirmed) === joining.length) return this.command(request, reply, visitor, id, 'merge', { storyId: other.json.storyId, reason: form.reason });
    const titles = await this.page.titlesOf(visitor, joining);
    this.pages.send(request, reply, 'story-confirm', { visitor, texts, id, act: 'merge', count: joining.length, sentence: words.confirmMerge, sample: joining.slice(0, 20).map((itemId) => `${titles[itemId] ?? ''} ${itemId}`), fields: { storyId: other.json.storyId, reason: form.reason } });
  }

  @Post('pin')
  async pin(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(naming)) form: z.infer<typeof naming>): Promise<void> {
    return this.command(request, reply, this.signIn.actorOf(request), id, 'pin', form);
  }

  @Post('template')
  async template(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(naming)) form: z.infer<typeof naming>): Promise<void> {
    return this.command(request, reply, this.signIn.actorOf(request), id, 'template', form);
  }

  @Post('decisions/:decisionId/undo')
  async undo(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Param('decisionId') decisionId: string, @Body(zodForm(undoing)) form: z.infer<typeof undoing>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    if (form.reason === '') return this.page.send(request, reply, visitor, id, { failed: texts[languageOf(request)].reasonNeeded });
    const answer = await this.services.post(visitor, 'dedupe', `/v1/decisions/${encodeURIComponent(decisionId)}/undo`, form);
    return answer.ok ? this.after(reply, id, 'undo') : this.page.send(request, reply, visitor, id, { failed: answer.detail });
  }

  private async command(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, id: string, act: string, body: { readonly reason: string } & Readonly<Record<string, unknown>>): Promise<void> {
    if (body.reason === '') return this.page.send(request, reply, visitor, id, { failed: texts[languageOf(request)].reasonNeeded });
    const answer = await this.services.post(visitor, 'dedupe', `/v1/stories/${encodeURIComponent(id)}/${act}`, body);
    return answer.ok ? this.after(reply, id, act) : this.page.send(request, reply, visitor, id, { failed: answer.detail });
  }

  private after(reply: FastifyReply, id: string, act: string): void {
    void reply.status(303).header('location', `/stories/${encodeURIComponent(id)}?done=${act}`).header('cache-control', 'no-store').send('');
  }
}
