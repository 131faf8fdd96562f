import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { outgoing } from '@wiredesk/contracts';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, uuidv7, type Clock, type Log } from '@wiredesk/platform';

/**
 * The replica that gets the row beats, the others pass it by: one beat a second whatever their number, and none is
 * lost with a replica. The database's own clock, because theirs may differ. In the same statement where the ledger ends,
 * and how many beats wait: while Kafka is away they would pile up, and an old one says nothing.
 */
const takeBeat = `
update lane_beat set beat_at = clock_timestamp()
where single = (select single from lane_beat where beat_at <= clock_timestamp() - interval '950 milliseconds' for update skip locked)
returning (select seq::float8 from ledger) as seq,
  (select count(*)::int from (select from outbox where lane = 0 and type = 'lane.heartbeat' limit $1) as beats) as waiting`;

const beatEveryMs = 1_000;
const beatsWaitingMax = 15;

/**
 * Says each second that the hold lane is alive and where the ledger ends. It goes the same way as every hold, through
 * the outbox and behind the holds before it: who has read a beat has read every hold up to its `seq`.
 */
@Injectable()
export class LaneHeartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | undefined;

  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.turn ??= this.beat().finally(() => {
        this.turn = undefined;
      });
    }, beatEveryMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  private async beat(): Promise<void> {
    try {
      await this.outbox.transaction(async (tx, emit) => {
        const [[mine]] = (await tx.query(takeBeat, [beatsWaitingMax])) as [{ seq: number; waiting: number }[], number];
        if (!mine || mine.waiting >= beatsWaitingMax) return;
        const at = this.clock.now().toISOString();
        emit([outgoing('lane.heartbeat', { at, seq: mine.seq }, { id: uuidv7(), time: at })]);
      });
    } catch (error) {
      this.log.warn({ reason: (error as Error).message }, 'the hold lane did not beat this time');
    }
  }
}
