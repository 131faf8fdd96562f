import { HoldIndex, type Hold } from '@wiredesk/usage-terms';

/**
 * The hold ledger as one replica knows it, fed by two independent ways (Kafka and HTTP), in any order. `completeTo` is
 * the position up to which nothing is missing; `toldMs` when either way last said that the lane is alive.
 */
export class Ledger {
  readonly index = new HoldIndex();
  /** Grows with every change; caches of what a page shows are keyed by it. */
  version = 0;
  private seq = 0;
  private announced = 0;
  private loaded = false;
  private toldMs = Number.NEGATIVE_INFINITY;

  /** The greatest position seen. */
  get completeTo(): number {
    return this.seq;
  }

  /** True when the whole ledger was read once. */
  get isLoaded(): boolean {
    return this.loaded;
  }

  /** Some hold is missing: the lane said that the ledger goes further than what was seen. */
  get hasGap(): boolean {
    return this.announced > this.seq;
  }

  /** Milliseconds since the lane was last heard of. */
  ageMs(nowMs: number): number {
    return nowMs - this.toldMs;
  }

  take(hold: Hold): void {
    if (this.index.apply(hold)) this.version += 1;
    this.seq = Math.max(this.seq, hold.seq);
  }

  /** The lane is alive, and the ledger ends at `seq`. `sentMs`: when that was said. */
  told(seq: number, sentMs: number): void {
    this.announced = Math.max(this.announced, seq);
    this.toldMs = Math.max(this.toldMs, sentMs);
  }

  /** Everything up to now was read. */
  wasRead(nowMs: number): void {
    this.loaded = true;
    this.toldMs = Math.max(this.toldMs, nowMs);
  }
}
