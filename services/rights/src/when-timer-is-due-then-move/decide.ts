import type { Happening, TimerKind } from '../cases/machine.decide.js';

/** What a timer that has run out says to its target. */
export const happeningOf = (kind: TimerKind): Happening => {
  switch (kind) {
    case 'cure':
      return { type: 'cure-expired' };
    case 'review':
      return { type: 'review-due' };
    case 'window':
      return { type: 'window-elapsed' };
    case 'restore-alarm':
      return { type: 'restore-alarm' };
    case 'complaint':
      return { type: 'complaint-window-closed' };
  }
};
