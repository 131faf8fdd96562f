/** What is dear to ask is asked more seldom: the asking takes no more than a fiftieth of the time. */
const restFactor = 50;
const keptMsMax = 60_000;

/**
 * Remembers the answer of one question for a short time; who asks meanwhile waits for the same answer. After a
 * failure the last answer is given on for as long again, so that a list at the side of a page never costs the page.
 */
export class KeptBriefly<T> {
  private value: { readonly value: T; readonly untilMs: number } | undefined;
  private asking: Promise<T> | undefined;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly keptMs: number,
  ) {}

  get(nowMs: number): Promise<T> {
    if (this.value && nowMs < this.value.untilMs) return Promise.resolve(this.value.value);
    this.asking ??= this.askAndKeep(nowMs);
    return this.asking;
  }

  private askAndKeep(nowMs: number): Promise<T> {
    const startedAt = performance.now();
    return this.ask()
      .catch((error: unknown) => {
        if (this.value) return this.value.value;
        throw error;
      })
      .then((value) => {
        const tookMs = performance.now() - startedAt;
        this.value = { value, untilMs: nowMs + Math.min(keptMsMax, Math.max(this.keptMs, tookMs * restFactor)) };
        return value;
      })
      .finally(() => {
        this.asking = undefined;
      });
  }
}
