const askTimeoutMs = 2_000;
const keptMs = 60_000;
const answerCharsMax = 2_000_000;

/** Seconds from a notice to its hold, the median that rights publishes; null where it has none yet, or does not answer. */
export type PublicMedian = () => Promise<number | null>;

/** Asks rights' transparency page, once a minute at most. */
export const publicMedian = (rightsUrl: string, nowMs: () => number): PublicMedian => {
  let kept: { readonly atMs: number; readonly median: Promise<number | null> } | undefined;
  return () => {
    if (!kept || nowMs() - kept.atMs >= keptMs) kept = { atMs: nowMs(), median: ask(rightsUrl) };
    return kept.median;
  };
};

const ask = async (rightsUrl: string): Promise<number | null> => {
  try {
    const answer = await fetch(`${rightsUrl}/transparency`, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(askTimeoutMs), redirect: 'error' });
    if (!answer.ok) return null;
    const { secondsToHold } = JSON.parse((await answer.text()).slice(0, answerCharsMax)) as { secondsToHold?: unknown };
    return typeof secondsToHold === 'number' ? secondsToHold : null;
  } catch {
    // That rights is away is said in its own row.
    return null;
  }
};
