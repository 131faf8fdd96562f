import type { Log } from './log.js';

export interface RepeatingOptions {
  /** For the log. */
  readonly name: string;
  /** One piece of work; true where there may be more at once. */
  readonly step: () => Promise<boolean>;
  /** How often it looks by itself. */
  readonly everyMs: number;
  /** From the beginning of a turn to that of the next at least, default 0: wakes in between are answered together. */
  readonly paceMs?: number;
  readonly log: Log;
}

const afterErrorMs = 1_000;

/**
 * Work that is done when somebody wakes it, one turn at a time, and looked for from time to time in case nobody did.
 * An error is told and the work tried again after a second.
 */
export class Repeating {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private begunAtMs = Number.NEGATIVE_INFINITY;
  private state: 'idle' | 'working' | 'working-and-woken' | 'stopped' = 'stopped';

  constructor(private readonly options: RepeatingOptions) {}

  start(): void {
    this.state = 'idle';
    this.schedule(0);
  }

  /** Something is to be done; returns at once. */
  wake(): void {
    if (this.state === 'working') this.state = 'working-and-woken';
    else if (this.state === 'idle') this.beginInTime();
  }

  /** Resolves when the turn in progress has ended; none begins after that. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.timer);
    await this.turn;
  }

  private schedule(afterMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), afterMs);
    this.timer.unref();
  }

  private beginInTime(): void {
    const waitMs = this.begunAtMs + (this.options.paceMs ?? 0) - performance.now();
    if (waitMs > 0) this.schedule(waitMs);
    else this.begin();
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.begunAtMs = performance.now();
    this.state = 'working';
    this.turn = this.work().then((nextMs) => {
      if (this.state === 'stopped') return;
      const woken = this.state === 'working-and-woken';
      this.state = 'idle';
      if (woken && nextMs !== afterErrorMs) this.beginInTime();
      else this.schedule(nextMs);
    });
  }

  private async work(): Promise<number> {
    try {
      while ((await this.options.step()) && this.state !== 'stopped');
      return this.options.everyMs;
    } catch (error) {
      this.options.log.warn({ err: error, work: this.options.name }, 'repeated work failed, it is tried again');
      return afterErrorMs;
    }
  }
}
