import { Injectable } from '@nestjs/common';
import { problem } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import type { Visitor } from '../sign-in/sign-in.js';
import { marksOf } from './marks.decide.js';
import type { ConformanceRun, DeliveryView, SubscriberView } from './subscriber-answers.js';
import { subscribersTexts } from './subscribers.texts.js';

/** What came of the last act, for the top of the page. */
export interface Said {
  readonly failed?: string;
  readonly done?: string | undefined;
}

type Query = Readonly<Record<string, string | undefined>>;
const perPage = '50';

/** One subscriber whole: settings, deliveries and conformance, asked at the same time. */
@Injectable()
export class SubscriberPage {
  constructor(
    private readonly services: AskServices,
    private readonly pages: Pages,
  ) {}

  /** Problem 404 where there is no such subscriber; what else cannot be asked is left out, with the reason in its place. */
  async send(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, id: string, query: Query, said: Said = {}): Promise<void> {
    const path = `/v1/subscribers/${encodeURIComponent(id)}`;
    const filter = { state: query['state'] ?? '', itemId: query['itemId']?.trim() ?? '' };
    const cursor = query['cursor'] ?? '';
    const wanted = new URLSearchParams(Object.entries({ ...filter, before: cursor, limit: perPage }).filter(([, value]) => value !== ''));
    const [subscriber, deliveries, runs] = await Promise.all([
      this.services.get<SubscriberView>(visitor, 'publish', path),
      this.services.get<{ deliveries: readonly DeliveryView[]; next: number | null }>(visitor, 'publish', `${path}/deliveries?${wanted.toString()}`),
      this.services.get<{ runs: readonly ConformanceRun[] }>(visitor, 'publish', `${path}/conformance-runs`),
    ]);
    if (!subscriber.ok) throw problem(subscriber.status === 404 || subscriber.status === 422 ? 404 : 502, 'subscriber-none', subscriber.detail);
    this.pages.send(
      request,
      reply,
      'subscriber',
      {
        visitor, texts: subscribersTexts, subscriber: subscriber.json, marks: marksOf(subscriber.json), filter, cursor, deliveries: deliveries.ok ? deliveries.json.deliveries : [], next: deliveries.ok ? (deliveries.json.next ?? undefined) : undefined,
        awayDetail: deliveries.ok ? undefined : deliveries.detail, runs: runs.ok ? runs.json.runs : [], ...said,
      },
      said.failed === undefined ? 200 : 422,
    );
  }
}
