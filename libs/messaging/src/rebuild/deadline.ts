import { setTimeout as after } from 'node:timers/promises';

/** Resolves after a time that holds no process up. */
export const deadlineOf = (ms: number): Promise<void> => after(ms, undefined, { ref: false });
