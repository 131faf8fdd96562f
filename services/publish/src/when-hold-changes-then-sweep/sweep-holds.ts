import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { OutgoingEvent } from '@wiredesk/contracts';
import { Outbox } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { coversItem, type Hold } from '@wiredesk/usage-terms';

import { useOf } from '../board/article.js';
import { DeliveryWake } from '../deliver/wake.js';
import { inReach, noteSwept, takeUnswept } from '../board/hold.store.js';
import { SettleArticles } from '../board/settle-articles.js';
import { oweCopies, releaseCopies } from '../recall/owe.js';

const articlesPerStep = 200;
const lookEveryMs = 2_000;

/**
 * Takes a hold (or its lift) to every article in its reach, some hundred per transaction. The first step is part of the
 * transaction that learns of the hold, so that one article goes dark with it; what is left of a hold on a whole source
 * is swept behind that, where no later hold waits for it.
 */
@Injectable()
export class SweepHolds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweeping: Repeating;

  constructor(
    private readonly outbox: Outbox,
    private readonly settling: SettleArticles,
    private readonly deliveries: DeliveryWake,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.sweeping = new Repeating({ name: 'sweep holds', step: () => this.sweepOne(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeping.stop();
  }

  /** Something may be left to sweep. */
  wake(): void {
    this.sweeping.wake();
  }

  /** One step of one hold; the position is written in the same transaction. */
  async step(tx: Tx, hold: Hold, after: string | null): Promise<{ events: readonly OutgoingEvent[]; afterCommit: () => void }> {
    const now = this.clock.now();
    const rows = await inReach(tx, hold, this.settling.place, after, articlesPerStep);
    const { events, changes, afterCommit } = await this.settling.settle(tx, rows);
    const owedAlready = new Set(changes.filter((change) => change.kind === 'taken_down').map((change) => change.row.item_id));
    const covered = rows.filter((row) => row.first_live_at !== null && !owedAlready.has(row.item_id) && coversItem(hold, useOf(row, this.settling.place, 'portal', now.getTime())));
    if (hold.lift === null) await oweCopies(tx, hold, covered, now);
    else if (after === null) await releaseCopies(tx, hold, now);
    await noteSwept(tx, hold.holdId, rows.at(-1)?.item_id ?? after, rows.length < articlesPerStep);
    // Copies are owed or released also where no article changed.
    const afterSweep = (): void => {
      afterCommit();
      this.deliveries.wake();
    };
    return { events, afterCommit: afterSweep };
  }

  /** True where something was swept: there may be more. */
  private async sweepOne(): Promise<boolean> {
    let wake: () => void = () => undefined;
    const found = await this.outbox.transaction(async (tx, emit) => {
      const next = await takeUnswept(tx);
      if (!next) return false;
      const { events, afterCommit } = await this.step(tx, next.hold, next.after);
      emit(events);
      wake = afterCommit;
      return true;
    });
    wake();
    return found;
  }
}
