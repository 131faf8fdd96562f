/** Minutes after each failed attempt; then the letter is given to an officer. */
const waitsMinutes = [1, 5, 30, 120, 360, 720, 1_440];

/** What becomes of a letter that could not be sent: when it is tried again, or that it is not. `attempts` counts this one. */
export const afterFailure = (attempts: number, now: Date): { readonly state: 'queued' | 'failed'; readonly dueAt: Date } => {
  const minutes = waitsMinutes[attempts - 1];
  return minutes === undefined ? { state: 'failed', dueAt: now } : { state: 'queued', dueAt: new Date(now.getTime() + minutes * 60_000) };
};
