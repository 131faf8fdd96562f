import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices, type Answer } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import type { Comparison, PlacementView } from '../stories/dedupe-answers.js';
import { compareTexts as texts } from './compare.texts.js';
import { segmentsOf } from './segments.decide.js';

/** The newest text of an item, with where it stands; or why it cannot be shown. */
interface Side {
  readonly itemId: string;
  readonly title: string;
  readonly text: string;
  readonly cut: boolean;
  readonly placement: PlacementView | undefined;
  readonly failed: string | undefined;
}

interface Revision {
  readonly title: string;
  readonly text: string;
  readonly cut: boolean;
}

/** `/compare?a=&b=`: two items side by side, and what may be decided about them. */
@ApiExcludeController()
@Controller('compare')
export class CompareController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
  ) {}

  @Get()
  async compare(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('a') one = '', @Query('b') other = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const ids = { a: String(one).trim().slice(0, 60), b: String(other).trim().slice(0, 60) };
    if (ids.a === '' || ids.b === '') return this.pages.send(request, reply, 'compare', { visitor, texts, ids });
    const [a, b, verdict] = await Promise.all([
      this.side(visitor, ids.a),
      this.side(visitor, ids.b),
      this.services.post<Comparison>(visitor, 'dedupe', '/v1/compare', { a: { itemId: ids.a }, b: { itemId: ids.b } }),
    ]);
    const marks = verdict.ok && a.failed === undefined && b.failed === undefined ? verdict.json.marks : [];
    this.pages.send(
      request, reply, 'compare',
      { visitor, texts, ids, a, b, segments: segmentsOf(a.text, b.text, marks), verdict: verdict.ok ? verdict.json : undefined, failed: verdict.ok ? undefined : verdict.detail },
      verdict.ok ? 200 : verdict.status === 404 || verdict.status === 410 || verdict.status === 422 ? verdict.status : 502,
    );
  }

  private async side(visitor: Visitor, itemId: string): Promise<Side> {
    const path = `/v1/items/${encodeURIComponent(itemId)}`;
    const [revisions, placement] = await Promise.all([
      this.services.get<{ revisions: readonly { revision: number }[] }>(visitor, 'ingest', `${path}/revisions`),
      this.services.get<PlacementView>(visitor, 'dedupe', path),
    ]);
    const newest = revisions.ok ? revisions.json.revisions[0]?.revision : undefined;
    const text: Answer<Revision> | undefined = newest === undefined ? undefined : await this.services.get<Revision>(visitor, 'ingest', `${path}/revisions/${newest}`);
    const shown = text?.ok ? text.json : undefined;
    const failed = shown ? undefined : text && !text.ok ? text.detail : revisions.ok ? itemId : revisions.detail;
    return { itemId, title: shown?.title ?? itemId, text: shown?.text ?? '', cut: shown?.cut ?? false, placement: placement.ok ? placement.json : undefined, failed };
  }
}
