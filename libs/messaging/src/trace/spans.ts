import type { OutgoingEvent } from '@wiredesk/contracts';

/** A piece of work that is over, as part of a trace. */
export interface FinishedSpan {
  /** Its own place: trace and span id. */
  readonly traceparent: string;
  /** Of what caused it; null where the trace begins with it. */
  readonly cause: string | null;
  readonly kind: 'server' | 'producer' | 'consumer';
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed?: boolean;
}

export interface Tracer {
  /** Must not throw, and takes no longer than putting it into a list. */
  readonly report: (span: FinishedSpan) => void;
  /** What really caused an event where that is not the work in hand: the hold of a receipt, say. */
  causeOf?: (event: OutgoingEvent) => string | undefined;
}

/** By service: a test has several in one process. Empty where tracing is not configured, and then a look at it is all it costs. */
const tracers = new Map<string, Tracer>();

/** From here on, finished work of a service is told to `tracer`; undefined ends it. */
export const traceService = (service: string, tracer: Tracer | undefined): void => {
  if (tracer) tracers.set(service, tracer);
  else tracers.delete(service);
};

/** Who wants to know of a service's work; undefined where nobody does. */
export const tracerOf = (service: string): Tracer | undefined => (tracers.size === 0 ? undefined : tracers.get(service));
