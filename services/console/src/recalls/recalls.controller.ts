import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { problem } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { adviceOf, type OpenCopy } from './advice.decide.js';
import { recallsTexts as texts } from './recalls.texts.js';

type Query = Readonly<Record<string, string | undefined>>;

interface Recall {
  readonly hold: { readonly holdId: string; readonly seq: number };
  readonly caseNumber: string | null;
  readonly copies: number;
  readonly gone: number;
}

interface OneRecall {
  readonly recall: Recall & { readonly bySurface: readonly { readonly surface: string; readonly copies: number; readonly gone: number }[] };
  readonly places: readonly (OpenCopy & { readonly copyId: string; readonly itemId: string; readonly place: string; readonly at: string; readonly detail: string | null })[];
  readonly next: string | null;
}

const perPage = '50';
const placesPerPage = '100';
const advisedMax = '500';
const shows = ['open', 'overdue', 'complete', 'all'] as const;

/** `/recalls`: by hold how many copies are proven gone, and each that is not with what to do about it. */
@ApiExcludeController()
@Controller('recalls')
export class RecallsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const filter = { show: shows.find((show) => show === query['show']) ?? 'open', case: query['case']?.trim() ?? '', itemId: query['itemId']?.trim() ?? '' };
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, before: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const found = await this.services.get<{ recalls: readonly Recall[]; next: number | null }>(visitor, 'rights', `/v1/recalls?${wanted.toString()}`);
    this.pages.send(request, reply, 'recalls', { visitor, texts, filter, shows, cursor, recalls: found.ok ? found.json.recalls : [], next: found.ok ? (found.json.next ?? undefined) : undefined, failed: found.ok ? undefined : found.detail });
  }

  @Get(':holdId')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('holdId') holdId: string, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const path = `/v1/recalls/${encodeURIComponent(holdId)}`;
    const state = query['state'] || 'open';
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams({ state, limit: placesPerPage, ...(cursor === '' ? {} : { after: cursor }) });
    const [found, open, subscribers] = await Promise.all([
      this.services.get<OneRecall>(visitor, 'rights', `${path}?${wanted.toString()}`),
      this.services.get<OneRecall>(visitor, 'rights', `${path}?state=open&limit=${advisedMax}`),
      this.services.get<{ subscribers: readonly { id: string; name: string; contact: string | null }[] }>(visitor, 'publish', '/v1/subscribers'),
    ]);
    if (!found.ok) throw problem(found.status === 404 ? 404 : 502, 'recall-none', found.detail);
    const names = Object.fromEntries(subscribers.ok ? subscribers.json.subscribers.map((one) => [one.id, one]) : []);
    this.pages.send(request, reply, 'recall', {
      visitor, texts, recall: found.json.recall, places: found.json.places, next: found.json.next ?? undefined, cursor, filter: { state }, names, advice: adviceOf(open.ok ? open.json.places : []), failed: open.ok ? undefined : open.detail,
    });
  }
}
