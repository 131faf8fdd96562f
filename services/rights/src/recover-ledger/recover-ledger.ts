import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { topics, type HoldLifted, type HoldPlaced, type ReceivedEvent } from '@wiredesk/contracts';
import { Outbox, TopicFollower, type Following } from '@wiredesk/messaging';
import { Health, LOG, type Log } from '@wiredesk/platform';
import type { Hold } from '@wiredesk/usage-terms';

import { knownStates, lockedSeq, takeBackHolds } from '../hold-ledger/ledger.store.js';
import { lostHolds } from './decide.js';

const holdsPerStep = 1_000;

/**
 * Reads the hold lane once at start. Kafka keeps every hold in its full state for ever, so a ledger that was restored
 * from an old backup is made whole again from what it has said itself: a hold that stood stands, one that was lifted is
 * lifted. Until then the service is not ready; while Kafka is away it works on with the ledger that it has, and looks
 * when Kafka is back.
 */
@Injectable()
export class RecoverLedger implements OnApplicationBootstrap {
  private readonly said = new Map<string, Hold>();
  private saidTo = 0;
  private following: Following | undefined;
  private state: 'reading' | 'whole' = 'reading';

  constructor(
    private readonly follower: TopicFollower,
    private readonly outbox: Outbox,
    @Inject(LOG) private readonly log: Log,
    health: Health,
  ) {
    health.registerReadiness('hold-ledger', () => {
      if (this.state === 'reading') throw new Error('the ledger is being compared with what was said on the hold lane');
    });
  }

  onApplicationBootstrap(): void {
    this.following = this.follower.follow({ topic: topics.holds, onEvents: (events) => this.take(events), onCaughtUp: () => void this.compare() });
  }

  private take(events: readonly ReceivedEvent[]): void {
    if (this.state === 'whole') return;
    for (const event of events) {
      if (event.type === 'lane.heartbeat') this.saidTo = Math.max(this.saidTo, event.data.seq);
      if (event.type !== 'hold.placed' && event.type !== 'hold.lifted') continue;
      const hold = event.data as HoldPlaced | HoldLifted;
      this.saidTo = Math.max(this.saidTo, hold.seq);
      if ((this.said.get(hold.holdId)?.seq ?? 0) < hold.seq) this.said.set(hold.holdId, hold);
    }
  }

  /** Tried until it succeeds: a database that is away at this moment must not leave the ledger with a gap. */
  private async compare(): Promise<void> {
    for (let attempt = 1; this.state === 'reading'; attempt += 1) {
      try {
        const taken = await this.takeBack();
        if (taken > 0) this.log.error({ holds: taken, saidTo: this.saidTo }, 'the database is older than what was said on the hold lane; its holds were taken back. Replay items and placements too: see the README');
        this.state = 'whole';
      } catch (error) {
        this.log.warn({ err: error, attempt }, 'the ledger was not compared with the hold lane this time');
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** attempt, 5_000)));
      }
    }
    this.said.clear();
    await this.following?.stop();
  }

  private async takeBack(): Promise<number> {
    const said = [...this.said.values()];
    let taken = 0;
    for (let from = 0; from < Math.max(said.length, 1); from += holdsPerStep) {
      const part = said.slice(from, from + holdsPerStep);
      taken += await this.outbox.transaction(async (tx, emit) => {
        await lockedSeq(tx);
        const lost = lostHolds(part, await knownStates(tx, part.map(({ holdId }) => holdId)));
        await takeBackHolds(tx, emit, lost, this.saidTo);
        return lost.length;
      });
    }
    return taken;
  }
}
