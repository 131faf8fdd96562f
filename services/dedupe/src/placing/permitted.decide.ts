/** What rights said of an item, in milliseconds since 1970. */
export interface Clearance {
  readonly allowed: boolean;
  readonly fromMs: number | null;
  /** Exclusive; null for no end. */
  readonly untilMs: number | null;
}

/**
 * Whether an item may be used now: null where rights said nothing and no embargo of its own stands against it, which
 * counts as permitted until told otherwise (rights and dedupe work side by side, ADR 2).
 */
export const permittedAt = (clearance: Clearance | null, embargoedUntilMs: number | null, nowMs: number): boolean | null => {
  if (embargoedUntilMs !== null && embargoedUntilMs > nowMs) return false;
  return clearance === null ? null : isUsable(clearance, nowMs);
};

export const isUsable = ({ allowed, fromMs, untilMs }: Clearance, nowMs: number): boolean =>
  allowed && (fromMs === null || fromMs <= nowMs) && (untilMs === null || untilMs > nowMs);

/** When the answer of `permittedAt` may change by itself, in milliseconds since 1970; at most two moments. */
export const changesAfter = (clearance: Clearance | null, embargoedUntilMs: number | null, nowMs: number): number[] => {
  const moments = [embargoedUntilMs, ...(clearance?.allowed ? [clearance.fromMs, clearance.untilMs] : [])];
  return [...new Set(moments.filter((at): at is number => at !== null && at > nowMs && Number.isFinite(at)))];
};
