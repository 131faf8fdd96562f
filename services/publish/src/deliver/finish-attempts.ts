import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, Metrics, type Clock, type Log } from '@wiredesk/platform';

import { Escalate } from '../escalate/escalate.js';
import type { PublishConfig } from '../publish.config.js';
import { copyIdOf } from '../recall/copy-id.js';
import { writeAcknowledgement } from '../recall/acknowledge/acknowledge.store.js';
import { RecallBook, type CopyNews } from '../recall/recall-book.js';
import { endCertificates, lockedHealth, reopenRemovals, writeEndedAttempts, writeHealthOf, type EndedAttempt, type SentAbout } from './finish.store.js';
import { afterTurn } from './health.decide.js';
import type { Ended } from './lane-worker.js';
import { respondByOf } from './message.decide.js';
import { outcomeOf, removalNewsOf, removalOutcomeOf, type Tried } from './outcome.decide.js';
import { backOffMs, isReceived, type Attempted } from './retry.decide.js';
import { DeliveryWake } from './wake.js';

const copyOf = (itemId: string, subscriberId: string): string => copyIdOf(itemId, 'webhook', { subscriberId });

/** Writes down how attempts ended, and what follows: the next attempt, the subscriber's health, what is known of copies. */
@Injectable()
export class FinishAttempts {
  private readonly counted;
  private readonly seconds;

  constructor(
    private readonly outbox: Outbox,
    private readonly book: RecallBook,
    private readonly wake: DeliveryWake,
    private readonly escalations: Escalate,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.counted = metrics.counter('wiredesk_delivery_attempts_total', 'Attempts by lane and outcome.', ['lane', 'outcome']);
    this.seconds = metrics.histogram('wiredesk_delivery_seconds', 'From a delivery being queued until it was received.', ['lane']);
  }

  async others(ended: readonly Ended[]): Promise<void> {
    const now = this.clock.now();
    const attempts = ended.map((one): EndedAttempt => {
      if (!one.made.sent) return { ...headOf(one), state: 'dropped', dueAt: null, status: null, error: 'held before it left', answer: null, ms: 0, overdue: false };
      const outcome = outcomeOf(one.made, this.triedOf(one, now));
      return { ...headOf(one), ...answerOf(one.made), state: outcome.state, dueAt: dateOf(outcome.dueAtMs), overdue: false };
    });
    const reopened = await this.outbox.transaction(async (tx, emit) => {
      await writeEndedAttempts(tx, attempts, now);
      const rows = await reopenRemovals(tx, ended.flatMap(sentAbout), now);
      // With the removals that it makes due again: an acknowledgement of the next attempt must find the copy owed.
      await this.book.note(tx, emit, rows.flatMap(reopenedCopy), now);
      await this.judgeHealth(tx, ended, now);
      return rows.length;
    });
    if (reopened > 0) this.wake.wake();
    this.count('others', ended, attempts, now);
  }

  async removals(ended: readonly Ended[]): Promise<void> {
    const now = this.clock.now();
    const known = ended.flatMap((one) => (one.made.sent ? [{ one, made: one.made, tried: this.triedOf(one, now) }] : []));
    const attempts = known.map(({ one, made, tried }): EndedAttempt => {
      const outcome = removalOutcomeOf(made, tried);
      return { ...headOf(one), ...answerOf(made), state: outcome.state, dueAt: dateOf(outcome.dueAtMs), overdue: tried.nowMs >= tried.respondByMs };
    });
    await this.outbox.transaction(async (tx, emit) => {
      const written = await writeEndedAttempts(tx, attempts, now);
      const news = known.flatMap(({ one, made, tried }): CopyNews[] => {
        const { row } = one.claimed;
        const told = removalNewsOf(made, tried);
        if (!told || row.item_id === null || row.hold_id === null || written.get(row.id)?.acknowledged !== false) return [];
        return [{ copyId: copyOf(row.item_id, row.subscriber_id), holdId: row.hold_id, ...told }];
      });
      const done = known.filter(({ one, made }) => one.claimed.endpoint.transmitter.receivedIsRemoved && isReceived(made) && written.get(one.claimed.row.id)?.acknowledged === false);
      await this.book.note(tx, emit, [...news, ...(await this.acknowledged(tx, done.map(({ one }) => one), now))], now);
      const late = known.filter(({ one, tried }) => tried.nowMs >= tried.respondByMs && written.get(one.claimed.row.id)?.acknowledged === false && !done.some((other) => other.one === one));
      await endCertificates(tx, late.map(({ one }) => one.claimed.row.subscriber_id));
      for (const { one, made } of late) this.escalate(one, made);
      await this.escalations.raise(tx, late.map(({ one: { claimed: { row } } }) => ({ subscriberId: row.subscriber_id, kind: 'removals-overdue' as const, holdId: row.hold_id, reason: null })), now);
    });
    this.count('removals', ended, attempts, now);
  }

  /** Removals that count as carried out because they were received: their subscribers have agreed to that. */
  private async acknowledged(tx: Tx, done: readonly Ended[], now: Date): Promise<CopyNews[]> {
    const news: CopyNews[] = [];
    for (const { claimed: { row } } of done) {
      if (row.item_id === null || row.publication === null) continue;
      await writeAcknowledgement(tx, { item_id: row.item_id, subscriber_id: row.subscriber_id, publication: row.publication }, { removedAt: now, copiesRemoved: 1 }, now);
      news.push({ copyId: copyOf(row.item_id, row.subscriber_id), holdId: null, event: 'acknowledged', detail: 'received, which this subscriber has agreed to be removed' });
    }
    return news;
  }

  private escalate({ claimed }: Ended, made: Attempted): void {
    const { row } = claimed;
    this.log.error({ itemId: row.item_id, subscriberId: row.subscriber_id, holdId: row.hold_id, attempts: claimed.attempt, status: made.status, error: made.error }, 'a removal is overdue: its holder has not acknowledged it');
  }

  private async judgeHealth(tx: Tx, ended: readonly Ended[], now: Date): Promise<void> {
    const bySubscriber = Map.groupBy(ended.filter((one) => one.made.sent), (one) => one.claimed.endpoint.id);
    const toJudge = [...bySubscriber].filter(([, turn]) => turn.some((one) => one.claimed.endpoint.failures > 0 || !received(one)));
    if (toJudge.length === 0) return;
    const limits = { failuresMax: this.config.SUBSCRIBER_FAILURES_MAX, failingMsMax: this.config.SUBSCRIBER_FAILING_HOURS_MAX * 3_600_000 };
    const changes = (await lockedHealth(tx, toJudge.map(([id]) => id))).map((health) => {
      const turn = bySubscriber.get(health.id) ?? [];
      const failed = turn.filter((one) => !received(one));
      const decision = afterTurn(health, { succeeded: failed.length < turn.length, failed: failed.length, gone: failed.some(({ made }) => made.sent && made.status === 410) }, limits, now);
      const last = failed.at(-1)?.made;
      const retryAt = last?.sent && decision.health.failures > 0 ? new Date(now.getTime() + backOffMs(decision.health.failures, last, Math.random())) : null;
      const named = { subscriberId: health.id, name: health.name, contact: health.contact, failures: decision.health.failures };
      if (decision.disabled !== null) this.log.error({ ...named, reason: decision.disabled }, 'a subscriber was disabled: what is for it is held, removals go on');
      else if (decision.warn !== null) this.log.warn({ ...named, percent: decision.warn }, 'a subscriber keeps failing and will be disabled');
      return { id: health.id, health: decision.health, retryAt, disabled: decision.disabled };
    });
    await writeHealthOf(tx, changes, now);
    await this.escalations.raise(tx, changes.flatMap(({ id, disabled }) => (disabled === null ? [] : [{ subscriberId: id, kind: 'disabled' as const, holdId: null, reason: disabled }])), now);
  }

  private triedOf({ claimed }: Ended, now: Date): Tried {
    return {
      attempt: claimed.attempt,
      createdAtMs: claimed.row.created_at.getTime(),
      respondByMs: respondByOf(claimed.row, this.config.REMOVAL_RESPOND_HOURS * 3_600_000).getTime(),
      nowMs: now.getTime(),
      chance: Math.random(),
    };
  }

  private count(lane: 'removals' | 'others', ended: readonly Ended[], attempts: readonly EndedAttempt[], now: Date): void {
    for (const attempt of attempts) this.counted.inc({ lane, outcome: attempt.state });
    for (const one of ended) if (received(one)) this.seconds.observe({ lane }, Math.max(0, now.getTime() - one.claimed.row.created_at.getTime()) / 1_000);
  }
}

const received = ({ made }: Ended): boolean => made.sent && isReceived(made);
const headOf = ({ claimed }: Ended) => ({ id: claimed.row.id, attempt: claimed.attempt });
const answerOf = (made: Extract<Ended['made'], { sent: true }>) => ({ status: made.status, error: made.error, answer: made.answer, ms: made.ms });
const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

const reopenedCopy = (row: { item_id: string; subscriber_id: string; hold_id: string | null }): CopyNews[] =>
  row.hold_id === null ? [] : [{ copyId: copyOf(row.item_id, row.subscriber_id), holdId: row.hold_id, event: 'reopened', detail: 'an older delivery ended after the removal' }];

const sentAbout = ({ claimed: { row }, made }: Ended): SentAbout[] =>
  !made.sent || row.item_id === null || row.publication === null ? [] : [{ subscriberId: row.subscriber_id, itemId: row.item_id, publication: row.publication }];
