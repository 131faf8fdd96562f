import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { DeliveryWake } from '../deliver/wake.js';
import { countReplay, queueReplay, readDeliveries, type DeliveryFilter, type DeliveryView, type ReplayFilter } from './deliveries.store.js';
import { lockedSubscriber } from './subscriber.store.js';

const codes = z.array(z.string().min(1).max(120)).min(1).max(200);
const instant = z.iso.datetime({ offset: true });
export const deliveryStates = ['due', 'sending', 'held', 'delivered', 'failed', 'superseded', 'dropped'] as const;

/** `POST /v1/subscribers/{id}/replays`: what to send again; without `confirm` it is counted and nothing is sent. */
export const replayRequest = z
  .strictObject({
    deliveryId: z.uuid().optional(),
    since: instant.optional(),
    until: instant.optional(),
    states: z.array(z.enum(deliveryStates)).min(1).optional(),
    sources: codes.optional(),
    categories: codes.optional(),
    confirm: z.boolean().default(false).describe('false: only count.'),
  })
  .refine((value) => value.deliveryId !== undefined || value.since !== undefined, 'say what to send again: "deliveryId", or "since" and what else restricts it');
export type ReplayRequest = z.infer<typeof replayRequest>;

/** `GET /v1/subscribers/{id}/deliveries`. */
export const deliveriesQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  state: z.enum(deliveryStates).optional(),
  itemId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type DeliveriesQuery = z.infer<typeof deliveriesQuery>;

const replayMax = 100_000;

/** What was sent to a subscriber, and sending it again. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly wake: DeliveryWake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first, every number that was given out; `next` goes on with older ones. */
  async list(subscriberId: string, query: DeliveriesQuery) {
    const filter: DeliveryFilter = { before: query.before ?? null, state: query.state ?? null, itemId: query.itemId ?? null };
    const rows = await readDeliveries(this.dataSource, subscriberId, filter, query.limit);
    return { deliveries: rows.map(toReply), next: rows.length === query.limit ? (rows.at(-1)?.sequence ?? null) : null };
  }

  /** Counts, or sends again the present state of, the articles of those deliveries. Throws 404, or 422 above 100,000. */
  async replay(subscriberId: string, request: ReplayRequest) {
    const filter: ReplayFilter = {
      deliveryId: request.deliveryId ?? null,
      since: request.since === undefined ? null : new Date(request.since),
      until: request.until === undefined ? null : new Date(request.until),
      states: request.states ?? null,
      sources: request.sources ?? null,
      categories: request.categories ?? null,
    };
    const reply = await inTransaction(this.dataSource, async (tx) => {
      const subscriber = await lockedSubscriber(tx, subscriberId);
      if (!subscriber || subscriber.state === 'deleted') throw problem(404, 'subscriber-unknown', `There is no subscriber "${subscriberId}".`);
      const count = await countReplay(tx, subscriberId, filter);
      if (count > replayMax) throw problem(422, 'too-many', `More than ${replayMax} articles match. Restrict it with "until", "sources" or "categories".`);
      if (!request.confirm) return { articles: count, confirmed: false };
      const queued = await queueReplay(tx, subscriberId, filter, subscriber.state === 'active' ? 'due' : 'held', this.clock.now());
      return { articles: count, confirmed: true, ...queued, held: subscriber.state !== 'active' };
    });
    this.wake.wake();
    return reply;
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const toReply = (row: DeliveryView) => ({
  id: row.id,
  sequence: row.sequence,
  type: row.type,
  state: row.state,
  itemId: row.item_id,
  revision: row.publication,
  attempts: row.attempts,
  createdAt: row.created_at.toISOString(),
  finishedAt: iso(row.finished_at),
  nextAttemptAt: row.state === 'due' ? row.due_at.toISOString() : null,
  answer: row.attempts === 0 ? null : { status: row.last_status, error: row.last_error, body: row.last_answer, ms: row.last_ms },
  supersededBySequence: row.superseded_by,
  ...(row.lane === 0 ? { acknowledgedAt: iso(row.acknowledged_at), copiesRemoved: row.copies_removed, overdueAt: iso(row.overdue_at) } : {}),
});
