export interface Validators {
  /** Every strong ETag that this representation has, one per encoding. */
  readonly etags: readonly string[];
  readonly lastModifiedMs: number | undefined;
}

export interface Conditions {
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
}

/** A date of seconds cannot tell two changes within one second: until this has passed it is no proof of sameness. */
const dateProvesAfterMs = 2_000;

/**
 * True where the reader has this already (RFC 9110 §13.2.2): If-None-Match counts alone where it is given;
 * If-Modified-Since only for what has a date, and not while that date is too young to tell.
 */
export const isUnchanged = ({ ifNoneMatch, ifModifiedSince }: Conditions, { etags, lastModifiedMs }: Validators, nowMs: number): boolean => {
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return true;
    return ifNoneMatch.split(',').some((tag) => etags.includes(tag.trim().replace(/^W\//, '')));
  }
  if (ifModifiedSince === undefined || lastModifiedMs === undefined || nowMs - lastModifiedMs < dateProvesAfterMs) return false;
  const since = Date.parse(ifModifiedSince);
  return Number.isFinite(since) && Math.floor(lastModifiedMs / 1_000) * 1_000 <= since;
};
