/** Whether a source has gone quiet, and what that is measured by. */
export interface Quietness {
  readonly quiet: boolean;
  /** After this silence it counts as quiet; null where too little is known to say. */
  readonly quietAfterSeconds: number | null;
  readonly silentForSeconds: number | null;
}

const gapsNeeded = 5;
const quietAfterMinSeconds = 15 * 60;

/**
 * A source is quiet when it has been silent for longer than it ever was lately (by a quarter), and for three times the
 * gap that nine of ten of its gaps stay under: both, so that neither one weekend nor one burst decides alone. An
 * operator's own limit replaces the rule. `pushedAtMs`: its last pushes, newest first.
 */
export const quietness = (pushedAtMs: readonly number[], nowMs: number, ownLimitSeconds: number | undefined): Quietness => {
  const [newest] = pushedAtMs;
  if (newest === undefined) return { quiet: false, quietAfterSeconds: ownLimitSeconds ?? null, silentForSeconds: null };
  const silentForSeconds = Math.max(0, Math.round((nowMs - newest) / 1000));
  const quietAfterSeconds = ownLimitSeconds ?? usualLimit(pushedAtMs);
  return { quiet: quietAfterSeconds !== null && silentForSeconds > quietAfterSeconds, quietAfterSeconds, silentForSeconds };
};

const usualLimit = (pushedAtMs: readonly number[]): number | null => {
  const gaps = pushedAtMs.slice(1).map((at, i) => ((pushedAtMs[i] ?? at) - at) / 1000).sort((a, b) => a - b);
  if (gaps.length < gapsNeeded) return null;
  const ninth = gaps[Math.floor(gaps.length * 0.9)] ?? 0;
  const longest = gaps.at(-1) ?? 0;
  return Math.round(Math.max(quietAfterMinSeconds, 3 * ninth, 1.25 * longest));
};
