import { childTraceparent, enterTrace, tracerOf, validTraceparent } from '@wiredesk/messaging';
import type { FastifyInstance, FastifyRequest } from 'fastify';

interface OpenSpan {
  readonly traceparent: string;
  readonly cause: string | null;
  readonly startMs: number;
}

const readers = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Events that a request causes belong to the trace that its caller began. Where traces are sent, the request is a span
 * of it; one that changes something begins a trace where its caller has none. Readers without one are not traced.
 */
export const traceRequests = (fastify: FastifyInstance, service: string): void => {
  const open = new WeakMap<FastifyRequest, OpenSpan>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const given = validTraceparent(request.headers['traceparent']?.toString());
    const isTraced = tracerOf(service) !== undefined && (given !== undefined || !readers.has(request.method));
    const traceparent = isTraced ? childTraceparent(given) : given;
    if (isTraced && traceparent !== undefined) open.set(request, { traceparent, cause: given ?? null, startMs: Date.now() });
    if (traceparent !== undefined) enterTrace(traceparent);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const tracer = tracerOf(service);
    const span = tracer && open.get(request);
    if (span) {
      const route = request.routeOptions.url ?? 'none';
      tracer.report({ ...span, kind: 'server', name: `${request.method} ${route}`, endMs: Date.now(), attributes: { 'http.request.method': request.method, 'http.route': route, 'http.response.status_code': reply.statusCode }, failed: reply.statusCode >= 500 });
    }
    done();
  });
};
