import type { Log } from './log.js';

export interface RepeatingOptions {
  /** For the log. */
  readonly name: string;
  /** One piece of work; true where there may be more at once. */
  readonly step: () => Promise<boolean>;
  /** How often it looks by itself. */
  readonly everyMs: number;
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
  private state: 'idle' | 'working' | 'working-and-woken' | 'stopped' = 'stopped';

  constructor(private readonly options: RepeatingOptions) {}

  start(): void {
    this.state = 'idle';
    this.schedule(0);
  }

  /** Something is to be done; returns at once. */
  wake(): void {
    if (this.state === 'working') this.state = 'working-and-woken';
    else if (this.state === 'idle') this.begin();
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

  private begin(): void {
    clearTimeout(this.timer);
    this.state = 'working';
    this.turn = this.work().then((nextMs) => {
      if (this.state === 'stopped') return;
      const woken = this.state === 'working-and-woken';
      this.state = 'idle';
      if (woken && nextMs !== afterErrorMs) this.begin();
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
