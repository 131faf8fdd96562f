interface Bucket {
  tokens: number;
  atMs: number;
}

const bucketsMax = 10_000;
/** A source may catch up on this much of its rate at once. */
const burstSeconds = 2;

/**
 * A token bucket per source, in this process: with n replicas behind a balancer a source gets up to n times its rate,
 * which protects each process and needs no shared state.
 */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  /** Takes one token; returns 0, or after how many seconds there will be one. */
  take(id: string, perSecond: number, nowMs: number): number {
    const capacity = Math.max(1, perSecond * burstSeconds);
    const bucket = this.buckets.get(id) ?? { tokens: capacity, atMs: nowMs };
    bucket.tokens = Math.min(capacity, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = nowMs;
    this.buckets.delete(id);
    this.buckets.set(id, bucket);
    const oldest = this.buckets.size > bucketsMax ? this.buckets.keys().next() : undefined;
    if (oldest && !oldest.done) this.buckets.delete(oldest.value);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond);
    bucket.tokens -= 1;
    return 0;
  }
}
