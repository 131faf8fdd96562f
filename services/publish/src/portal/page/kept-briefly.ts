/**
 * Remembers the answer of one question for a short time; who asks meanwhile waits for the same answer. After a
 * failure the last answer is given on for as long again, so that a list at the side of a page never costs the page.
 */
export class KeptBriefly<T> {
  private value: { readonly value: T; readonly atMs: number } | undefined;
  private asking: Promise<T> | undefined;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly keptMs: number,
  ) {}

  get(nowMs: number): Promise<T> {
    if (this.value && nowMs - this.value.atMs < this.keptMs) return Promise.resolve(this.value.value);
    this.asking ??= this.ask()
      .catch((error: unknown) => {
        if (this.value) return this.value.value;
        throw error;
      })
      .then((value) => {
        this.value = { value, atMs: nowMs };
        return value;
      })
      .finally(() => {
        this.asking = undefined;
      });
    return this.asking;
  }
}
