/** Figures of one measured series, milliseconds. */
export interface Series {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Nearest-rank percentile of unsorted values; `fraction` from 0 to 1. NaN for an empty series. */
export const percentile = (values: readonly number[], fraction: number): number => {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(fraction * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
};

export const seriesOf = (values: readonly number[]): Series => ({
  count: values.length,
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
  max: percentile(values, 1),
});

/** Milliseconds since 1970 with fractions, comparable between processes of one machine. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** Runs `send` at a steady rate whatever it takes (open loop: a slow answer does not slow the load). */
export const openLoop = async (ratePerSecond: number, seconds: number, send: (index: number) => Promise<void>): Promise<void> => {
  const total = Math.round(ratePerSecond * seconds);
  const startedAt = nowMs();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (let index = 0; index < total; ) {
    const due = Math.min(total, Math.floor(((nowMs() - startedAt) / 1_000) * ratePerSecond) + 1);
    for (; index < due; index += 1) {
      const task = send(index)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(task));
      running.add(task);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${total} calls failed, the first: ${String(failures[0])}`);
};
