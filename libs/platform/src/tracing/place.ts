/** A span's place in its trace, as OpenTelemetry has it. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** Reads a traceparent (W3C Trace Context); undefined where it is none. */
export const spanPlace = (traceparent: string | null): SpanPlace | undefined => {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  return traceId !== undefined && spanId !== undefined && flags !== undefined ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16) } : undefined;
};

/** Whether a span is kept: its caller wants it (flag `sampled`), and its trace is within the share, whoever asks. */
export const isSampled = ({ traceId, traceFlags }: SpanPlace, ratio: number): boolean => (traceFlags & 1) === 1 && Number.parseInt(traceId.slice(0, 8), 16) < ratio * 2 ** 32;
