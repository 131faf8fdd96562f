import type { FastifyInstance } from 'fastify';

import type { Metrics } from './metrics.js';

/** Routes are the service's own, a few dozen; a bound all the same, since a label is for ever. */
const seriesMax = 500;

/**
 * Time of each answered request by route and class of status, observed after the answer has left. What no route took
 * stands under "none": a stranger's paths make no series.
 */
export const measureRequests = (fastify: FastifyInstance, metrics: Metrics): void => {
  const seconds = metrics.histogram('wiredesk_http_request_seconds', 'Time of a request until its answer was sent.', ['method', 'route', 'status']);
  const known = new Map<string, { observe(seconds: number): void }>();
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    const name = `${request.method} ${route} ${status}`;
    let series = known.get(name);
    if (series === undefined && known.size < seriesMax) {
      series = seconds.labels({ method: request.method, route, status });
      known.set(name, series);
    }
    series?.observe(reply.elapsedTime / 1_000);
    done();
  });
};
