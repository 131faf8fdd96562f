/** A bucket per network address: `perMinute` at once, refilled evenly. */
export class NoticeRate {
  private readonly buckets = new Map<string, { left: number; atMs: number }>();

  constructor(private readonly perMinute: number) {}

  /** Seconds until the address may send again; 0 where it may now, and then this one counts. */
  take(address: string, nowMs: number): number {
    this.forget(nowMs);
    const known = this.buckets.get(address) ?? { left: this.perMinute, atMs: nowMs };
    const left = Math.min(this.perMinute, known.left + ((nowMs - known.atMs) / 60_000) * this.perMinute);
    if (left < 1) return Math.ceil(((1 - left) / this.perMinute) * 60);
    this.buckets.set(address, { left: left - 1, atMs: nowMs });
    return 0;
  }

  /** Addresses that have been silent for a minute have a full bucket again; beyond a bound the oldest go first. */
  private forget(nowMs: number): void {
    if (this.buckets.size < addressesMax) return;
    for (const [address, { atMs }] of this.buckets) if (nowMs - atMs > 60_000 || this.buckets.size >= addressesMax) this.buckets.delete(address);
  }
}

const addressesMax = 10_000;
