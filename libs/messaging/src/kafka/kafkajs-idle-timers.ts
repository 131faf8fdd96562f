import { createRequire } from 'node:module';

/** What kafkajs keeps per connection, as far as the cure looks at it. */
export interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  requestTimeoutIntervalId: NodeJS.Timeout | null;
  readonly enforceRequestTimeout: boolean;
  readonly inflight: ReadonlyMap<number, { readonly sentAt: number; readonly requestTimeout: number; timeoutRequest(): void }>;
  readonly pending: readonly unknown[];
  isConnected(): boolean;
  destroy(): void;
  checkPendingRequests(): void;
}

interface RequestQueueClass {
  readonly prototype: {
    scheduleCheckPendingRequests(this: RequestQueue): void;
    scheduleRequestTimeoutCheck(this: RequestQueue): void;
  };
}

/** kafkajs's own interval for requests that wait because too many are in flight. */
const pendingCheckMs = 10;

/** Requests time out after 20 s and more; kafkajs looks ten times a second, on every connection. */
const timeoutCheckMs = 1_000;

/** The class inside the installed kafkajs; throws if another version no longer has it, so that nobody idles hot unknowingly. */
export const requestQueueClass = (): RequestQueueClass => {
  const found = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as RequestQueueClass;
  const { scheduleCheckPendingRequests, scheduleRequestTimeoutCheck } = found.prototype;
  if (typeof scheduleCheckPendingRequests !== 'function' || typeof scheduleRequestTimeoutCheck !== 'function') throw new Error('kafkajs has changed: look whether its idle timer (tulios/kafkajs#1751) is cured, and drop or mend kafkajs-idle-timers.ts');
  return found;
};

/**
 * kafkajs re-arms a one-millisecond timer for ever on every idle connection (tulios/kafkajs#1751), which costs an
 * idle service 3 to 5 % of a core. With nothing throttled and nothing pending there is nothing to check later:
 * answers that arrive check the queue themselves. The look for timed-out requests ten times a second costs as much
 * again as the rest of an idle client. Done at run time and not by a patched package, so that it holds however the
 * packages were installed.
 */
export const cureIdleTimers = (): void => {
  const { prototype } = requestQueueClass();
  prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId) return;
    const throttledForMs = this.throttledUntil - Date.now();
    const scheduleAt = throttledForMs > 0 ? throttledForMs : this.pending.length > 0 ? pendingCheckMs : 0;
    if (scheduleAt <= 0) return;
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, scheduleAt);
  };
  prototype.scheduleRequestTimeoutCheck = function scheduleRequestTimeoutCheck(this: RequestQueue): void {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      const now = Date.now();
      for (const request of this.inflight.values()) if (now - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    }, timeoutCheckMs);
  };
};
