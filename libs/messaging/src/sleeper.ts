/** Waits that can be cut short: all of them at once by `wake`, and for good by `stop`. */
export class Sleeper {
  private readonly cuts = new Set<() => void>();
  private stopped = false;

  /** Resolves after `ms`, at `wake`, or at once after `stop`. */
  next(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cut = (): void => {
        clearTimeout(timer);
        this.cuts.delete(cut);
        resolve();
      };
      const timer = setTimeout(cut, ms);
      this.cuts.add(cut);
    });
  }

  wake(): void {
    for (const cut of this.cuts) cut();
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }
}
