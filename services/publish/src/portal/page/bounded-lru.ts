/** Keeps what was used last, up to a number of entries and a total weight. */
export class BoundedLru<V> {
  private readonly kept = new Map<string, { readonly value: V; readonly weight: number }>();
  private total = 0;

  constructor(
    private readonly entriesMax: number,
    private readonly weightMax: number,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  get weight(): number {
    return this.total;
  }

  /** The value, which becomes the one used last. */
  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (!found) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  /** Keeps a value; one that is heavier than all that may be kept is not. */
  set(key: string, value: V, weight: number): void {
    this.delete(key);
    if (weight > this.weightMax) return;
    this.kept.set(key, { value, weight });
    this.total += weight;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.entriesMax && this.total <= this.weightMax) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const found = this.kept.get(key);
    if (!found) return;
    this.kept.delete(key);
    this.total -= found.weight;
  }
}
