import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { receiptsTexts as texts } from './receipts.texts.js';

const outcomes = ['new', 'revised', 'unchanged', 'withdrawn', 'refused'] as const;
const perPage = '50';

/** The bytes of a push, as ingest shows them to who may see them. */
interface PayloadView {
  readonly bytes: number;
  readonly base64: string | null;
}

/** `/receipts`: every push with what became of its items, and the bytes for who may see them. */
@ApiExcludeController()
@Controller('receipts')
export class ReceiptsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Readonly<Record<string, string | undefined>>): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const filter = { q: (query['q'] ?? '').trim().slice(0, 400), source: (query['source'] ?? '').trim(), outcome: query['outcome'] ?? '' };
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, before: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const found = await this.services.get<{ receipts: readonly unknown[]; next: string | null }>(visitor, 'ingest', `/v1/receipts?${wanted.toString()}`);
    this.pages.send(request, reply, 'receipts', {
      visitor, texts, filter, outcomes, cursor, receipts: found.ok ? found.json.receipts : [], next: found.ok ? (found.json.next ?? undefined) : undefined, failed: found.ok ? undefined : found.detail, ingestUrl: this.config.INGEST_URL,
    });
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const found = await this.services.get<object>(visitor, 'ingest', `/v1/receipts/${encodeURIComponent(id)}`);
    this.pages.send(request, reply, 'receipt', { visitor, texts, id, view: found.ok ? found.json : undefined, failed: found.ok ? undefined : found.detail }, found.ok ? 200 : found.status === 404 ? 404 : 502);
  }

  @Get(':id/payload')
  async payload(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertMaySee(visitor, 'payloads');
    const found = await this.services.get<PayloadView>(visitor, 'ingest', `/v1/receipts/${encodeURIComponent(id)}/payload`);
    const status = found.ok ? 200 : found.status === 404 || found.status === 410 ? found.status : 502;
    this.pages.send(request, reply, 'payload', { visitor, texts, id, payload: found.ok ? found.json : undefined, failed: found.ok ? undefined : found.detail, ingestUrl: this.config.INGEST_URL }, status);
  }

  /** Always as a download: what an upstream sent is never shown as a page. */
  @Get(':id/payload.bin')
  async download(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertMaySee(visitor, 'payloads');
    const found = await this.services.get<PayloadView>(visitor, 'ingest', `/v1/receipts/${encodeURIComponent(id)}/payload`);
    if (!found.ok || found.json.base64 === null) {
      return this.pages.send(request, reply, 'payload', { visitor, texts, id, payload: undefined, failed: found.ok ? texts.en.tooLarge : found.detail, ingestUrl: this.config.INGEST_URL }, 404);
    }
    void reply
      .status(200)
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename="${id.replace(/[^0-9a-f-]/gi, '')}.bin"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(found.json.base64, 'base64'));
  }
}
