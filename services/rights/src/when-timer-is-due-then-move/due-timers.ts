import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, Metrics, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { lockedSeq } from '../hold-ledger/ledger.store.js';
import { moveTargets } from '../cases/move-targets.js';
import type { TimerKind } from '../cases/machine.decide.js';
import { happeningOf } from './decide.js';

interface DueTimer {
  readonly timerId: string;
  readonly targetId: string;
  readonly kind: TimerKind;
}

const selectDue = `
select timer_id as "timerId", target_id as "targetId", kind from timer where done_at is null and due_at <= $1 order by due_at, timer_id limit $2`;
/** Behind the ledger's lock, as everywhere: another replica may have fired it meanwhile, or a decision ended it. */
const takeTimers = `
update timer set done_at = $2 where timer_id = any($1::uuid[]) and done_at is null
returning timer_id as "timerId", target_id as "targetId", kind`;

/** When the next one is due: looked at by index, so that waiting costs nothing. */
const selectNext = 'select due_at as "dueAt" from timer where done_at is null order by due_at limit 1';

/** A timer that another process starts is seen within this time; the shortest span of any regime is hours. */
const lookEveryMs = 5_000;
const timersPerStep = 100;

/**
 * Fires timers that are due, each once, also those that fell due while nobody ran. What a timer may do is the state
 * machine's to say: a review that is overdue calls for people and changes nothing.
 */
@Injectable()
export class DueTimers implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly firing: Repeating;
  private next: NodeJS.Timeout | undefined;
  private readonly fired: { inc(labels: Record<string, string>, by?: number): void };

  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.fired = metrics.counter('wiredesk_case_timers_fired_total', 'Timers of cases that ran out, by kind.', ['kind']);
    this.firing = new Repeating({ name: 'due timers', step: () => this.step(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.firing.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.next);
    await this.firing.stop();
  }

  /** Fires some that are due; true where there may be more. With none left it wakes when the next one is due. */
  private async step(): Promise<boolean> {
    const now = this.clock.now();
    const due = (await this.dataSource.query(selectDue, [now, timersPerStep])) as DueTimer[];
    if (due.length === 0) return this.wakeForNext(now);
    await this.outbox.transaction(async (tx, emit) => {
      await lockedSeq(tx);
      const [mine] = (await tx.query(takeTimers, [due.map(({ timerId }) => timerId), now])) as [DueTimer[], number];
      // Alarms before windows: of two that fell due in one stop, the louder comes last.
      for (const kind of ['cure', 'review', 'restore-alarm', 'window', 'complaint'] as const) {
        const targetIds = mine.filter((timer) => timer.kind === kind).map(({ targetId }) => targetId);
        if (targetIds.length === 0) continue;
        const outcomes = await moveTargets(tx, emit, { targetIds, happening: happeningOf(kind), actor: 'timer', reason: `${kind} ran out` }, now);
        this.fired.inc({ kind }, targetIds.length);
        this.log.info({ kind, moved: outcomes.filter(({ ok }) => ok).length, refused: outcomes.filter(({ ok }) => !ok).length }, 'timers fired');
      }
    });
    return true;
  }

  private async wakeForNext(now: Date): Promise<false> {
    const [row] = (await this.dataSource.query(selectNext)) as { dueAt: Date }[];
    clearTimeout(this.next);
    const inMs = row ? row.dueAt.getTime() - now.getTime() : lookEveryMs;
    if (inMs < lookEveryMs) this.next = setTimeout(() => this.firing.wake(), Math.max(1, inMs)).unref();
    return false;
  }
}
