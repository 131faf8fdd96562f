/** What is left of a key's quota, and when that was so. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export interface QuotaAnswer {
  readonly bucket: Bucket;
  /** 0 where the request may be made, else after how many seconds. */
  readonly waitSeconds: number;
}

/** Takes one request out of a quota of `perMinute`, which fills up evenly and holds a minute's worth. */
export const takeOne = (bucket: Bucket | undefined, perMinute: number, nowMs: number): QuotaAnswer => {
  const before = bucket ?? { left: perMinute, atMs: nowMs };
  const left = Math.min(perMinute, before.left + (Math.max(0, nowMs - before.atMs) * perMinute) / 60_000);
  if (left < 1) return { bucket: { left, atMs: nowMs }, waitSeconds: Math.ceil(((1 - left) * 60) / perMinute) };
  return { bucket: { left: left - 1, atMs: nowMs }, waitSeconds: 0 };
};
