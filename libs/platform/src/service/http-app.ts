import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

import { nestLogger } from '../log.js';
import { measureRequests } from '../metrics/http-metrics.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { traceRequests } from '../tracing/http-spans.js';
import { InfrastructureModule, type Infrastructure } from './infrastructure.module.js';

@Module({})
class ServiceModule {}

const requestTimeoutMs = 60_000;
const closeWithinMs = 10_000;

export interface HttpOptions {
  readonly name: string;
  readonly module: Type;
  /** Bodies larger than this are answered 413 before they are read whole. */
  readonly bodyLimitBytes: number;
}

/**
 * The Nest application of a service. Every body arrives as bytes (`request.body` is a Buffer): signatures are made
 * over bytes, and what they mean is decided by the slice (`zodBody`, `zodForm`, a feed parser).
 */
export const createHttpApp = async (options: HttpOptions, parts: Infrastructure): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimitBytes,
    connectionTimeout: 0,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    trustProxy: parts.config.TRUSTED_PROXIES.length > 0 ? [...parts.config.TRUSTED_PROXIES] : false,
  });
  const root: DynamicModule = { module: ServiceModule, imports: [InfrastructureModule.with(parts), options.module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(parts.log),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  traceRequests(fastify, options.name);
  measureRequests(fastify, parts.metrics);
  finishWhatIsBegun(fastify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.useGlobalFilters(new ProblemFilter(parts.log));
  describeApi(app, options.name);
  return app;
};

/**
 * At a stop, requests in flight are answered, each as the last of its connection (a kept one would be waited for), and
 * whatever still hangs is cut.
 */
const finishWhatIsBegun = (fastify: FastifyInstance): void => {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    setTimeout(() => fastify.server.closeAllConnections(), closeWithinMs).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
};

/** `/openapi.json` and `/docs`. */
const describeApi = (app: NestFastifyApplication, name: string): void => {
  const description = new DocumentBuilder().setTitle(`Wiredesk ${name}`).setVersion('1').addBearerAuth().build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, description), { jsonDocumentUrl: 'openapi.json' });
};
