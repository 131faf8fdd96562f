const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far a deadline is: two of the largest units that are not nothing. */
export interface Remaining {
  readonly isLate: boolean;
  /** Within a day: it is to be seen to today. */
  readonly isNear: boolean;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

/** Between now and a deadline, both RFC 3339 or milliseconds since the epoch. */
export const remaining = (dueAt: string, nowMs: number): Remaining => {
  const leftMs = Date.parse(dueAt) - nowMs;
  const spanMs = Math.abs(leftMs);
  const days = Math.floor(spanMs / dayMs);
  return { isLate: leftMs < 0, isNear: leftMs >= 0 && leftMs < dayMs, days, hours: Math.floor((spanMs % dayMs) / hourMs), minutes: days > 0 ? 0 : Math.floor((spanMs % hourMs) / minuteMs) };
};

/** As text: `3 d 4 h`, `12 min`; with what stands for late before it. */
export const remainingText = (dueAt: string, nowMs: number, words: { readonly late: string; readonly left: string; readonly d: string; readonly h: string; readonly min: string }): string => {
  const { isLate, days, hours, minutes } = remaining(dueAt, nowMs);
  const parts = [days > 0 ? `${days} ${words.d}` : '', hours > 0 ? `${hours} ${words.h}` : '', minutes > 0 || (days === 0 && hours === 0) ? `${minutes} ${words.min}` : ''].filter(Boolean).slice(0, 2).join(' ');
  return isLate ? `${parts} ${words.late}` : `${parts} ${words.left}`;
};
