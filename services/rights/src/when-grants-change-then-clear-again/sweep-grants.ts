import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';

import { settle } from '../clearing/decide.js';
import { lockItemsOfSource, saveItems } from '../clearing/item.store.js';
import { shareGrants } from '../manage-grants/grant.store.js';

/** One sweep at a time per source, by whichever replica gets it. */
const takeSweep = `
select source_id as "sourceId", after_item as "afterItem", requested_at as "requestedAt" from grant_sweep
order by requested_at limit 1 for update skip locked`;
const moveSweep = 'update grant_sweep set after_item = $2 where source_id = $1';
const endSweep = 'delete from grant_sweep where source_id = $1';

const itemsPerStep = 500;
const lookEveryMs = 5_000;

interface Sweep {
  readonly sourceId: string;
  readonly afterItem: string | null;
}

/**
 * Clears a source's items again after its grants changed, some hundred per transaction; where it stands is a row, so
 * a sweep outlives the process. Only items whose answer is another one now are said anything about.
 */
@Injectable()
export class SweepGrants implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweeping: Repeating;

  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.sweeping = new Repeating({ name: 'sweep of grants', step: () => this.step(), everyMs: lookEveryMs, log });
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

  /** False where nothing is to be swept. */
  private step(): Promise<boolean> {
    return this.outbox.transaction(async (tx, emit) => {
      const [sweep] = (await tx.query(takeSweep)) as Sweep[];
      if (!sweep) return false;
      const now = this.clock.now();
      const grants = await shareGrants(tx, [sweep.sourceId]);
      const items = await lockItemsOfSource(tx, sweep.sourceId, sweep.afterItem, itemsPerStep);
      const settled = items.map((item) => settle(item, grants, now)).filter(({ event }) => event !== undefined);
      saveItems(tx, settled.map(({ item }) => item), now);
      emit(settled.flatMap(({ event }) => (event ? [event] : [])));
      const last = items.at(-1);
      if (last && items.length === itemsPerStep) await tx.query(moveSweep, [sweep.sourceId, last.itemId]);
      else await tx.query(endSweep, [sweep.sourceId]);
      return true;
    });
  }
}
