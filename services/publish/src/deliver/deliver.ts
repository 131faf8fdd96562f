import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, type Clock, CONFIG, LOG, type Log, Metrics, Repeating } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import type { PublishConfig } from '../publish.config.js';
import { copyIdOf } from '../recall/copy-id.js';
import { RecallBook, type CopyNews } from '../recall/recall-book.js';
import { Attempts, type Made } from './attempt.js';
import { endUnsentDeliveries, leaseDeliveries, readDeliveredArticles, takeDueDeliveries, type Room } from './claim.store.js';
import type { ClaimedDelivery, DeliveredArticle, DueDelivery } from './delivery.js';
import { pruneDeliveries, releaseExpiredLeases } from './delivery.store.js';
import { FinishAttempts } from './finish-attempts.js';
import { LaneWorker } from './lane-worker.js';
import { isReceived } from './retry.decide.js';
import { SpreadChanges } from './spread-changes.js';
import { DeliveryWake } from './wake.js';

/** What becomes public within this time is told of together. */
const spreadPaceMs = 100;
const lookEveryMs = 2_000;
const leasesEveryMs = 5_000;
const pruneEveryMs = 3_600_000;
const claimMax = 250;
/** Beyond the longest answer: time to write down what was answered. */
const leaseSlackMs = 10_000;
const removalsInFlightMax = 256;
const removalsKeptDays = 400;
const prunedPerStep = 2_000;
const dayMs = 86_400_000;

/** Everything that goes to subscribers: spreads changes over them and sends, removals in a lane of their own. */
@Injectable()
export class Deliver implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly spreading: Repeating;
  private readonly housekeeping: readonly Repeating[];
  private readonly removals: LaneWorker;
  private readonly others: LaneWorker;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly gate: Gate,
    private readonly book: RecallBook,
    attempts: Attempts,
    finishing: FinishAttempts,
    spread: SpreadChanges,
    private readonly wake: DeliveryWake,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
    metrics: Metrics,
  ) {
    const common = { claimMax, everyMs: lookEveryMs, log, attempt: (claimed: ClaimedDelivery) => attempts.make(claimed), succeeded: (made: Made) => made.sent && isReceived(made) };
    const perSubscriberMax = config.DELIVERIES_PER_SUBSCRIBER_MAX;
    this.removals = new LaneWorker({ ...common, name: 'removals', inFlightMax: removalsInFlightMax, perSubscriberMax, claim: (room) => this.claimRemovals(room), finish: (ended) => finishing.removals(ended) });
    this.others = new LaneWorker({ ...common, name: 'deliveries', inFlightMax: config.DELIVERIES_IN_FLIGHT_MAX, perSubscriberMax, claim: (room) => this.claimOthers(room), finish: (ended) => finishing.others(ended) });
    this.spreading = new Repeating({ name: 'spread', everyMs: lookEveryMs, paceMs: spreadPaceMs, log, step: () => this.spreadStep(spread) });
    this.housekeeping = [
      new Repeating({ name: 'leases', everyMs: leasesEveryMs, log, step: () => this.releaseLeases() }),
      new Repeating({ name: 'prune', everyMs: pruneEveryMs, log, step: () => this.prune() }),
    ];
    const onTheirWay = metrics.gauge('wiredesk_deliveries_in_flight', 'Deliveries on their way.', ['lane']);
    wake.onSpread(() => this.others.wake());
    wake.onWake(() => {
      onTheirWay.set({ lane: 'removals' }, this.removals.count);
      onTheirWay.set({ lane: 'others' }, this.others.count);
      this.removals.wake();
    });
    wake.onShown(() => this.spreading.wake());
  }

  onApplicationBootstrap(): void {
    for (const worker of [this.removals, this.others, this.spreading, ...this.housekeeping]) worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.removals, this.others, this.spreading, ...this.housekeeping].map((worker) => worker.stop()));
  }

  private async spreadStep(spread: SpreadChanges): Promise<boolean> {
    const { more, isAnybodyConcerned } = await spread.step();
    if (isAnybodyConcerned) this.wake.spread();
    return more;
  }

  /** Leases what is due and may be sent. What the gate or a newer state refuses ends here, without a number. */
  private async claimOthers(room: Room): Promise<ClaimedDelivery[]> {
    if (!this.isLedgerFresh()) return [];
    return inTransaction(this.dataSource, async (tx) => {
      const now = this.clock.now();
      const due = await takeDueDeliveries(tx, 1, room, now);
      if (due.length === 0) return [];
      const articles = await readDeliveredArticles(tx, idsOf(due));
      const refused = due.flatMap((row) => {
        const state = this.refusalOf(row, row.item_id === null ? undefined : articles.get(row.item_id));
        return state ? [{ id: row.id, state }] : [];
      });
      await endUnsentDeliveries(tx, refused, now);
      const refusedIds = new Set(refused.map(({ id }) => id));
      return leaseDeliveries(tx, due.filter((row) => !refusedIds.has(row.id)), articles, now, this.leaseUntil(now));
    });
  }

  /** Without the ledger nothing leaves; readiness tells of it, and the next look asks again. */
  private isLedgerFresh(): boolean {
    try {
      this.gate.assertFresh();
      return true;
    } catch {
      return false;
    }
  }

  private refusalOf(row: DueDelivery, article: DeliveredArticle | undefined): 'superseded' | 'dropped' | undefined {
    if (row.item_id === null) return undefined;
    if (!article || article.state !== 'live' || article.publication !== row.publication) return 'superseded';
    return this.gate.permits(article, 'webhook') ? undefined : 'dropped';
  }

  /** Removals are leased whatever anybody's state is, and noted as sent in the same transaction. */
  private claimRemovals(room: Room): Promise<ClaimedDelivery[]> {
    return this.outbox.transaction(async (tx, emit) => {
      const now = this.clock.now();
      const due = await takeDueDeliveries(tx, 0, room, now);
      if (due.length === 0) return [];
      const claimed = await leaseDeliveries(tx, due, await readDeliveredArticles(tx, idsOf(due)), now, this.leaseUntil(now));
      const news = claimed.flatMap(({ row }): CopyNews[] =>
        row.item_id === null || row.hold_id === null ? [] : [{ copyId: copyIdOf(row.item_id, 'webhook', { subscriberId: row.subscriber_id }), holdId: row.hold_id, event: 'sent', detail: null }],
      );
      await this.book.note(tx, emit, news, now);
      return claimed;
    });
  }

  private leaseUntil(now: Date): Date {
    return new Date(now.getTime() + this.config.DELIVERY_TIMEOUT_MS + leaseSlackMs);
  }

  private async releaseLeases(): Promise<boolean> {
    if ((await releaseExpiredLeases(this.dataSource, this.clock.now())) > 0) {
      this.removals.wake();
      this.others.wake();
    }
    return false;
  }

  private async prune(): Promise<boolean> {
    const nowMs = this.clock.now().getTime();
    const count = await pruneDeliveries(this.dataSource, new Date(nowMs - this.config.DELIVERY_KEPT_DAYS * dayMs), new Date(nowMs - removalsKeptDays * dayMs), prunedPerStep);
    return count === prunedPerStep;
  }
}

const idsOf = (rows: readonly DueDelivery[]): string[] => rows.flatMap((row) => (row.item_id === null ? [] : [row.item_id]));
