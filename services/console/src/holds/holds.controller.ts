import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { problem, zodForm } from '@wiredesk/platform';
import type { Hold } from '@wiredesk/usage-terms';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import type { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { holdClasses, lifting, orderOf, placing, scopeKinds, scopeOf, type Placing } from './hold-form.js';
import { countHolds, readHold, readHolds, type HoldFilter } from './holds.store.js';
import { holdsTexts as texts } from './holds.texts.js';

const perPage = 50;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type Query = Readonly<Record<string, string | undefined>>;

/** What rights answers to the preview of a hold. */
interface Preview {
  readonly reached: { readonly items: number; readonly shown: number; readonly alreadyHeld: number; readonly languages: Readonly<Record<string, number>>; readonly sources: Readonly<Record<string, number>> };
  readonly sample: readonly { readonly itemId: string }[];
  readonly truncated: boolean;
}

/** The ledger as the console has read it; previews, placing and lifting are asked of rights, with the visitor's own rights. */
@ApiExcludeController()
@Controller('holds')
export class HoldsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.show(request, reply, visitor, query);
  }

  /** Without `confirmed`, or where it reaches another number of items by now, it only shows what it would reach. */
  @Post()
  async place(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(placing)) form: Placing): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const preview = await this.services.post<Preview>(visitor, 'rights', '/v1/holds/preview', { scope: scopeOf(form) });
    if (!preview.ok) return this.show(request, reply, visitor, {}, { failed: preview.detail, form });
    if (form.confirmed !== preview.json.reached.items) return this.pages.send(request, reply, 'hold-preview', { visitor, texts, form, preview: preview.json, changed: form.confirmed !== undefined });
    const placed = await this.services.post<{ holdId: string }>(visitor, 'rights', '/v1/holds', orderOf(form));
    if (!placed.ok) return this.show(request, reply, visitor, {}, { failed: placed.detail, form });
    void reply.status(303).header('location', `/holds/${placed.json.holdId}?done=placed`).header('cache-control', 'no-store').send('');
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.showOne(request, reply, visitor, id, { done });
  }

  @Post(':id/lift')
  async lift(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(lifting)) form: z.infer<typeof lifting>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const lifted = await this.services.post(visitor, 'rights', `/v1/holds/${encodeURIComponent(id)}/lift`, form);
    if (!lifted.ok) return this.showOne(request, reply, visitor, id, { failed: lifted.detail });
    void reply.status(303).header('location', `/holds/${encodeURIComponent(id)}?done=lifted`).header('cache-control', 'no-store').send('');
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, query: Query, said: { failed?: string; form?: object } = {}): Promise<void> {
    const asked = (name: string): string | null => query[name]?.trim() || null;
    const state = asked('state');
    const before = Number(asked('cursor') ?? Number.NaN);
    const filter: HoldFilter = { state: state === 'active' || state === 'lifted' ? state : null, class: asked('class'), kind: asked('kind'), text: asked('q'), before: Number.isSafeInteger(before) ? before : null };
    const [holds, counts] = await Promise.all([readHolds(this.dataSource, filter, perPage), countHolds(this.dataSource)]);
    // A link from a case or an article comes with what is to be held.
    const form = said.form ?? { kind: asked('placeKind') ?? 'item', value: asked('placeValue') ?? '' };
    const next = holds.length === perPage ? holds.at(-1)?.seq : undefined;
    this.pages.send(request, reply, 'holds', { visitor, texts, filter, counts, holds, next, form, isOpen: said.form !== undefined || asked('placeValue') !== null, holdClasses, scopeKinds, failed: said.failed, }, said.failed === undefined ? 200 : 422);
  }

  private async showOne(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, id: string, said: { failed?: string; done?: string | undefined }): Promise<void> {
    if (!uuid.test(id)) throw problem(404, 'hold-unknown', 'This is no id of a hold. Find it under Holds.');
    const known = await this.services.get<Hold>(visitor, 'rights', `/v1/holds/${id}`);
    // Rights knows a hold first; what the topic said stands in where rights does not answer.
    const hold = known.ok ? known.json : await readHold(this.dataSource, id);
    if (!hold) throw problem(known.ok || known.status === 404 ? 404 : 502, 'hold-unknown', known.ok ? 'There is no hold of this id.' : known.detail);
    const [preview, recall] = await Promise.all([
      this.services.post<Preview>(visitor, 'rights', '/v1/holds/preview', { scope: hold.scope }),
      this.services.get<{ recall: { copies: number; gone: number } }>(visitor, 'rights', `/v1/recalls/${id}`),
    ]);
    this.pages.send(request, reply, 'hold', { visitor, texts, hold, reach: preview.ok ? preview.json : undefined, recall: recall.ok ? recall.json.recall : undefined, awayDetail: recall.ok ? undefined : recall.detail, ...said }, said.failed === undefined ? 200 : 422);
  }
}
