import { Injectable } from '@nestjs/common';
import { ProblemException } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices, type Answer } from '../ask-services/ask-services.js';
import { ExplainItem, type Explained } from '../explain/explain.handler.js';
import { Pages } from '../pages/pages.js';
import type { Visitor } from '../sign-in/sign-in.js';
import type { PlacementView } from '../stories/dedupe-answers.js';
import { articleTexts as texts } from './article.texts.js';

/** One revision without its text, as ingest lists it. */
export interface RevisionHead {
  readonly revision: number;
  readonly title: string | null;
  readonly language: string;
  readonly characters: number | null;
  readonly erased: boolean;
  readonly correctionNote: string | null;
}

export interface Revisions {
  readonly item: { readonly itemId: string; readonly sourceId: string; readonly guid: string; readonly revision: number; readonly state: string; readonly receiptId: string; readonly withdrawnReason: string | null };
  readonly revisions: readonly RevisionHead[];
}

/** One article whole: what every service says of it, asked at the same time; what cannot be asked says so in its place. */
@Injectable()
export class ArticlePage {
  constructor(
    private readonly services: AskServices,
    private readonly explaining: ExplainItem,
    private readonly pages: Pages,
  ) {}

  async send(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, itemId: string, said: { readonly failed?: string; readonly done?: string | undefined } = {}): Promise<void> {
    const path = `/v1/items/${encodeURIComponent(itemId)}`;
    const [explained, revisions, placement, copies] = await Promise.all([
      this.explained(itemId),
      this.services.get<Revisions>(visitor, 'ingest', `${path}/revisions`),
      this.services.get<PlacementView>(visitor, 'dedupe', path),
      this.services.get<object>(visitor, 'publish', `${path}/copies`),
    ]);
    const known = explained !== undefined || revisions.ok;
    const title = revisions.ok ? (revisions.json.revisions.find((one) => one.title !== null)?.title ?? undefined) : undefined;
    const status = said.failed !== undefined ? 422 : known ? 200 : 404;
    this.pages.send(
      request, reply, 'article',
      {
        visitor, texts, itemId, title, explained, revisions: jsonOf(revisions), revisionsFailed: failureOf(revisions), placement: jsonOf(placement), placementFailed: failureOf(placement), copies: jsonOf(copies), copiesFailed: failureOf(copies),
        clearance: explained?.timeline.filter((entry) => entry.type === 'item.cleared' || entry.type === 'item.refused').at(-1), failed: said.failed ?? (known ? undefined : revisions.ok ? undefined : revisions.detail), done: said.done,
      },
      status,
    );
  }

  /** Undefined where the topics said nothing of it yet. */
  private async explained(itemId: string): Promise<Explained | undefined> {
    try {
      return await this.explaining.explain(itemId);
    } catch (error) {
      if (error instanceof ProblemException && error.getStatus() === 404) return undefined;
      throw error;
    }
  }
}

const jsonOf = <T>(answer: Answer<T>): T | undefined => (answer.ok ? answer.json : undefined);
const failureOf = (answer: Answer<unknown>): string | undefined => (answer.ok ? undefined : answer.detail);
