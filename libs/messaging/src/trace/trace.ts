import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

// W3C Trace Context, level 1: https://www.w3.org/TR/trace-context/#traceparent-header

const shape = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** A traceparent as somebody sent it, undefined where it is not one. */
export const validTraceparent = (text: string | null | undefined): string | undefined => (text && shape.test(text) ? text : undefined);

/** Hex digits from a pool: a call to the system's generator per event would cost more than the event's header. */
let pool = '';
const hex = (digits: number): string => {
  if (pool.length < digits) pool = randomBytes(1024).toString('hex');
  const taken = pool.slice(0, digits);
  pool = pool.slice(digits);
  return /[^0]/.test(taken) ? taken : hex(digits);
};

/** The traceparent of something that `parent` caused: same trace, new span. Without a parent a new trace begins. */
export const childTraceparent = (parent: string | null | undefined): string => {
  const [, traceId, flags] = shape.exec(parent ?? '') ?? [];
  return `00-${traceId ?? hex(32)}-${hex(16)}-${flags ?? '01'}`;
};

/** The trace id of a traceparent, for a log line. */
export const traceIdOf = (traceparent: string | null | undefined): string | undefined => shape.exec(traceparent ?? '')?.[1];

const storage = new AsyncLocalStorage<string>();

/** From here on, in this asynchronous context, events are caused by this request. */
export const enterTrace = (traceparent: string): void => storage.enterWith(traceparent);

/** What caused the work at hand, undefined outside any request. */
export const currentTrace = (): string | undefined => storage.getStore();
