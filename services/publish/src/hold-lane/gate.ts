import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import { evaluate, type Hold, type Verdict } from '@wiredesk/usage-terms';

import { useOf, type Channel, type GateRow, type Place } from '../board/article.js';
import { placeOf } from '../board/place.js';
import type { PublishConfig } from '../publish.config.js';
import { HoldLane } from './hold-lane.js';

/** May this article be shown, here and at this moment? Asked by every page, feed and delivery of this replica. */
@Injectable()
export class Gate {
  private readonly place: Place;

  constructor(
    private readonly lane: HoldLane,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.place = placeOf(config);
  }

  /** The gate over this replica's whole ledger, at this moment. */
  verdict(row: GateRow, channel: Channel): Verdict {
    const use = useOf(row, this.place, channel, this.clock.now().getTime());
    return evaluate(use, row.terms, this.lane.ledger.index.covering(use));
  }

  permits(row: GateRow, channel: Channel): boolean {
    return this.verdict(row, channel).permitted;
  }

  /** A hold by its id, with the law and case number that its page names. */
  holdOf(holdId: string): Hold | undefined {
    return this.lane.ledger.index.get(holdId);
  }

  /** Changes whenever the ledger does. */
  get version(): number {
    return this.lane.ledger.version;
  }

  /** Throws problem 503 where the ledger is not loaded, or older than its limit: better nothing than what may be held. */
  assertFresh(): void {
    const { ledger } = this.lane;
    if (!ledger.isLoaded) throw problem(503, 'hold-ledger-not-loaded', 'The ledger of holds is being loaded. Ask again in a moment.', { retryAfterSeconds: 2 });
    if (ledger.ageMs(this.clock.now().getTime()) > this.config.HOLD_LANE_LIMIT_MS) {
      throw problem(503, 'hold-ledger-stale', 'The ledger of holds cannot be reached, so that nothing is shown that may have been taken down. Ask again later.', { retryAfterSeconds: 30 });
    }
  }
}
