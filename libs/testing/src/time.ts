import { setTimeout as sleep } from 'node:timers/promises';

import type { Clock } from '@wiredesk/platform';

/** A clock that stands until it is moved. */
export interface FakeClock extends Clock {
  advanceMs(ms: number): void;
}

export const fakeClock = (startIso: string): FakeClock => {
  let at = Date.parse(startIso);
  return {
    now: () => new Date(at),
    advanceMs: (ms) => {
      at += ms;
    },
  };
};

/** Repeats an assertion until it holds; after `withinMs` (10,000) its last failure is thrown. */
export const eventually = async <T>(assertion: () => T | Promise<T>, options: { withinMs?: number; everyMs?: number } = {}): Promise<T> => {
  const until = performance.now() + (options.withinMs ?? 10_000);
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(options.everyMs ?? 25);
    }
  }
};
