import { traceService, type FinishedSpan } from '@wiredesk/messaging';

import type { Log } from '../log.js';
import { productVersion } from '../product-version.js';
import { isSampled, spanPlace } from './place.js';

export interface TracingOptions {
  readonly service: string;
  /** Where a collector takes OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** Share of traces that are kept, 0 to 1: decided by the id, so that all services keep the same ones. */
  readonly ratio: number;
  readonly log: Pick<Log, 'warn' | 'info'>;
}

/** Ends tracing; what waits is sent. */
export type EndTracing = () => Promise<void>;

const spansWaitingMax = 4_096;
const sendEveryMs = 1_000;
const sendWithinMs = 5_000;

/**
 * Sends what the service does to an OpenTelemetry collector. Its libraries are loaded here and only here: without an
 * endpoint they cost no memory and no start-up time. A collector that is away costs spans and nothing else.
 */
export const startTracing = async ({ service, endpoint, ratio, log }: TracingOptions): Promise<EndTracing> => {
  const [{ BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }, { SpanKind, SpanStatusCode }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/api'),
  ]);
  const resource = resourceFromAttributes({ 'service.name': `wiredesk-${service}`, 'service.namespace': 'wiredesk', 'service.version': productVersion, 'service.instance.id': `${process.pid}` });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: sendWithinMs });
  const processor = new BatchSpanProcessor({ exporter, maxQueueSize: spansWaitingMax, scheduledDelayMillis: sendEveryMs, exportTimeoutMillis: sendWithinMs });
  const kinds = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };
  const report = (span: FinishedSpan): void => {
    const place = spanPlace(span.traceparent);
    if (!place || !isSampled(place, ratio)) return;
    const parent = spanPlace(span.cause);
    processor.onEnd({
      name: span.name,
      kind: kinds[span.kind],
      spanContext: () => place,
      ...(parent ? { parentSpanContext: parent } : {}),
      startTime: hrTime(span.startMs),
      endTime: hrTime(span.endMs),
      duration: hrTime(Math.max(0, span.endMs - span.startMs)),
      status: { code: span.failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
      attributes: { ...span.attributes },
      links: [],
      events: [],
      ended: true,
      resource,
      instrumentationScope: { name: 'wiredesk', version: productVersion },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    });
  };
  traceService(service, { report });
  log.info({ endpoint, ratio }, 'traces are sent');
  return async () => {
    traceService(service, undefined);
    await processor.shutdown().catch((error: unknown) => log.warn({ err: error }, 'the last spans could not be sent'));
  };
};

/** Seconds and nanoseconds, as OpenTelemetry counts. */
const hrTime = (ms: number): [number, number] => [Math.floor(ms / 1_000), Math.round((ms % 1_000) * 1e6)];
