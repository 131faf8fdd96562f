import { Repeating, type Log } from '@wiredesk/platform';

import type { Made } from './attempt.js';
import type { Room } from './claim.store.js';
import type { ClaimedDelivery } from './delivery.js';

/** An attempt that ended and is not yet written down. */
export interface Ended {
  readonly claimed: ClaimedDelivery;
  readonly made: Made;
}

export interface LaneWorkerOptions {
  readonly name: string;
  readonly inFlightMax: number;
  readonly perSubscriberMax: number;
  /** Taken by one statement at most. */
  readonly claimMax: number;
  readonly everyMs: number;
  readonly log: Log;
  readonly claim: (room: Room) => Promise<ClaimedDelivery[]>;
  readonly attempt: (claimed: ClaimedDelivery) => Promise<Made>;
  /** True where the attempt succeeded: its subscriber may be given more at once. */
  readonly succeeded: (made: Made) => boolean;
  /** Writes down how attempts ended, many by one transaction. */
  readonly finish: (ended: readonly Ended[]) => Promise<void>;
}

const stopWithinMs = 5_000;
/** Who answers gets twice as much at once with each success, up to its share; who does not is back here. */
const shareAtFirst = 8;

/**
 * Takes deliveries of one lane, sends them side by side, and writes down how they ended. Nobody waits for anybody:
 * each subscriber has a share of its own of what is on its way, and one that does not answer holds that share only.
 */
export class LaneWorker {
  private readonly repeating: Repeating;
  private readonly inFlight = new Map<string, number>();
  private readonly shares = new Map<string, number>();
  private readonly attempts = new Set<Promise<void>>();
  private ended: Ended[] = [];
  private total = 0;
  private isStopping = false;

  constructor(private readonly options: LaneWorkerOptions) {
    this.repeating = new Repeating({ name: options.name, step: () => this.step(), everyMs: options.everyMs, log: options.log });
  }

  /** Deliveries on their way. */
  get count(): number {
    return this.total;
  }

  start(): void {
    this.repeating.start();
  }

  wake(): void {
    this.repeating.wake();
  }

  /** Takes nothing more and waits some seconds for what is on its way; what does not end by then is sent again when its lease ends. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.repeating.stop();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopWithinMs);
    });
    await Promise.race([Promise.all(this.attempts), late]);
    clearTimeout(timer);
    await this.write();
  }

  private async step(): Promise<boolean> {
    await this.write();
    const total = Math.min(this.options.claimMax, this.options.inFlightMax - this.total);
    if (total <= 0) return false;
    const claimed = await this.options.claim({ total, perSubscriber: shareAtFirst, taken: this.taken() });
    for (const one of claimed) this.begin(one);
    return claimed.length === total || this.ended.length > 0;
  }

  /** On failure the ended attempts are kept and written with the next turn. */
  private async write(): Promise<void> {
    if (this.ended.length === 0) return;
    const batch = this.ended;
    this.ended = [];
    try {
      await this.options.finish(batch);
    } catch (error) {
      this.ended = [...batch, ...this.ended];
      throw error;
    }
    for (const { claimed, made } of batch) this.free(claimed.endpoint.id, this.options.succeeded(made));
  }

  /** How much of what anybody gets at first each subscriber has taken; below zero where it may have more than that. */
  private taken(): Map<string, number> {
    const taken = new Map<string, number>();
    for (const id of new Set([...this.inFlight.keys(), ...this.shares.keys()])) taken.set(id, (this.inFlight.get(id) ?? 0) + shareAtFirst - (this.shares.get(id) ?? shareAtFirst));
    return taken;
  }

  private begin(claimed: ClaimedDelivery): void {
    this.total += 1;
    this.inFlight.set(claimed.endpoint.id, (this.inFlight.get(claimed.endpoint.id) ?? 0) + 1);
    const attempt = this.options.attempt(claimed).then((made) => {
      this.attempts.delete(attempt);
      this.ended.push({ claimed, made });
      if (!this.isStopping) this.repeating.wake();
    });
    this.attempts.add(attempt);
  }

  private free(subscriberId: string, succeeded: boolean): void {
    this.total -= 1;
    const share = succeeded ? Math.min(this.options.perSubscriberMax, 2 * (this.shares.get(subscriberId) ?? shareAtFirst)) : shareAtFirst;
    if (share > shareAtFirst) this.shares.set(subscriberId, share);
    else this.shares.delete(subscriberId);
    const left = (this.inFlight.get(subscriberId) ?? 1) - 1;
    if (left > 0) this.inFlight.set(subscriberId, left);
    else this.inFlight.delete(subscriberId);
  }
}
