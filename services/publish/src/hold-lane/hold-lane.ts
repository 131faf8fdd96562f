import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { holdLedgerPage, topics, type HoldLifted, type HoldPlaced, type LaneHeartbeat, type ReceivedEvent } from '@wiredesk/contracts';
import { TopicFollower } from '@wiredesk/messaging';
import { CLOCK, CONFIG, Health, LOG, Metrics, type Clock, type Log } from '@wiredesk/platform';

import type { PublishConfig } from '../publish.config.js';
import { Ledger } from './ledger.js';

const lookEveryMs = 1_000;
const callTimeoutMs = 2_500;
const pageHoldsMax = 1_000;
const pagesPerLookMax = 1_000;

/**
 * Keeps this replica's ledger by two independent ways: the topic `holds`, followed from its beginning, and, whenever
 * the topic's heartbeat is older than some seconds or a hold is missing, `GET rights /v1/holds?after=`, each second.
 */
@Injectable()
export class HoldLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly ledger = new Ledger();
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  /** The second way reads from its own position: the topic may run ahead of a hold that it is still missing. */
  private readByHttpTo = 0;

  constructor(
    private readonly follower: TopicFollower,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
    health: Health,
  ) {
    health.registerReadiness('hold-ledger', () => {
      if (!this.ledger.isLoaded) throw new Error('the hold ledger is not loaded yet');
    });
    const age = metrics.gauge('wiredesk_hold_lane_age_seconds', 'Time since the hold lane was last heard of.');
    this.noteAge = () => age.set({}, Math.min(this.ledger.ageMs(this.clock.now().getTime()), 1e9) / 1_000);
  }

  private readonly noteAge: () => void;

  onApplicationBootstrap(): void {
    this.follower.follow({
      topic: topics.holds,
      onEvents: (events) => this.take(events),
      onCaughtUp: () => this.ledger.wasRead(this.clock.now().getTime()),
    });
    this.timer = setInterval(() => this.look(), lookEveryMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.turn;
  }

  private take(events: readonly ReceivedEvent[]): void {
    for (const event of events) {
      if (event.type === 'lane.heartbeat') this.heard(event.data);
      else if (event.type === 'hold.placed' || event.type === 'hold.lifted') this.ledger.take(event.data as HoldPlaced | HoldLifted);
    }
  }

  private heard(beat: LaneHeartbeat): void {
    // A clock ahead of ours must not make the lane look fresher than now.
    this.ledger.told(beat.seq, Math.min(Date.parse(beat.at), this.clock.now().getTime()));
  }

  private look(): void {
    this.noteAge();
    const isStale = this.ledger.ageMs(this.clock.now().getTime()) > this.config.HOLD_LANE_STALE_MS;
    if (this.stopped || this.looking || !(isStale || this.ledger.hasGap || !this.ledger.isLoaded)) return;
    this.looking = true;
    this.turn = this.read().finally(() => {
      this.looking = false;
    });
  }

  private looking = false;

  /** Reads what the second way has after its own position; failing is said and tried again with the next look. */
  private async read(): Promise<void> {
    try {
      for (let pages = 0; pages < pagesPerLookMax; pages += 1) {
        const askedMs = this.clock.now().getTime();
        const page = await this.page(this.readByHttpTo);
        for (const hold of page.holds) {
          this.ledger.take(hold as HoldPlaced | HoldLifted);
          this.readByHttpTo = Math.max(this.readByHttpTo, hold.seq);
        }
        if (page.more && page.holds.length > 0) continue;
        this.ledger.told(page.seq, askedMs);
        this.ledger.wasRead(askedMs);
        return;
      }
      this.log.error({ pagesPerLookMax }, 'the hold ledger has more pages than one look reads, going on with the next');
    } catch (error) {
      this.log.warn({ reason: (error as Error).message, ageMs: this.ledger.ageMs(this.clock.now().getTime()) }, 'the hold lane is silent and rights cannot be asked');
    }
  }

  private async page(after: number) {
    const answer = await fetch(`${this.config.RIGHTS_URL}/v1/holds?after=${after}&limit=${pageHoldsMax}`, {
      headers: { authorization: `Bearer ${this.config.SERVICE_TOKEN ?? ''}`, accept: 'application/json' },
      signal: AbortSignal.timeout(callTimeoutMs),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`rights answered ${answer.status}`);
    return holdLedgerPage.parse(await answer.json());
  }
}
