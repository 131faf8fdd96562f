import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { chaosBroker, createMessaging, kafkajsBroker, type KafkajsOptions, type Messaging } from '@wiredesk/messaging';
import { createDataSource } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';

import { systemClock, type Clock } from '../clock.js';
import { baseConfig, ConfigError, loadConfig, type BaseConfig } from '../config/config.js';
import { Health } from '../health/health.js';
import { createLog, type Log } from '../log.js';
import { databaseReadings } from '../metrics/database-readings.js';
import { Metrics } from '../metrics/metrics.js';
import { productVersion } from '../product-version.js';
import { startTracing } from '../tracing/tracing.js';
import { createHttpApp } from './http-app.js';

/** What makes a service: its name (also its schema and consumer group), its configuration, its module. */
export interface ServiceDefinition {
  readonly name: string;
  readonly config?: z.ZodObject;
  readonly module: Type;
  /** What its build brings its schema to, for `GET /v1/system`: whether any are pending. */
  readonly migrations?: readonly { readonly name: string }[];
  /** Bodies larger than this are refused; default 1 MiB. */
  readonly bodyLimitBytes?: number | ((config: never) => number);
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly dataSource: DataSource;
  readonly messaging: Messaging;
  readonly url: string;
  /** Stops in order: no new requests, consumers finish their chunk, relay drains, connections close. */
  stop(): Promise<void>;
}

const defaultBodyLimitBytes = 1024 * 1024;
const hardStopMs = 25_000;

/** Starts a service from a configuration that was checked. Tests call it with their own clock. */
export const startService = async (definition: ServiceDefinition, config: BaseConfig, options: { clock?: Clock; log?: Log } = {}): Promise<RunningService> => {
  const { name } = definition;
  const log = options.log ?? createLog(name, config.LOG_LEVEL);
  const metrics = new Metrics(name, log);
  const health = new Health();
  const endTracing = config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? undefined : await startTracing({ service: name, endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: config.OTEL_TRACES_SAMPLER_ARG, log });
  const dataSource = await createDataSource({ url: config.DATABASE_URL, schema: name, applicationName: `wiredesk ${name}`, poolMax: config.DATABASE_POOL_MAX });
  for (const reading of databaseReadings(dataSource)) metrics.readAtScrape(reading);
  metrics.gauge('wiredesk_build_info', 'Always 1; which version runs, on which Node.', ['version', 'node']).set({ version: productVersion, node: process.versions.node }, 1);
  const kafka = kafkajsBroker({ ...kafkaOptionsOf(config), clientId: `wiredesk-${name}`, log });
  const messaging = createMessaging({
    broker: config.KAFKA_CHAOS ? chaosBroker(kafka, config.KAFKA_CHAOS) : kafka,
    group: name,
    topicPrefix: config.KAFKA_TOPIC_PREFIX,
    dataSource,
    schema: name,
    log,
    metrics,
    outboxRowsMax: config.OUTBOX_ROWS_MAX,
    outboxSettleMs: config.OUTBOX_SETTLE_MS,
  });
  const bodyLimitBytes = typeof definition.bodyLimitBytes === 'function' ? definition.bodyLimitBytes(config as never) : definition.bodyLimitBytes;
  const app = await createHttpApp(
    { name, module: definition.module, bodyLimitBytes: bodyLimitBytes ?? defaultBodyLimitBytes },
    { build: { service: name, migrations: definition.migrations }, config, log, clock: options.clock ?? systemClock, dataSource, messaging, metrics, health },
  );
  health.registerReadiness('database', async () => void (await dataSource.query('select 1')));
  health.registerReadiness('kafka', () => {
    const problems = messaging.health();
    if (problems.length > 0) throw new Error(problems.join('; '));
  });
  health.registerNotice(() => messaging.troubles());
  // With the application's filters: they hand an error of a handler through, where Nest's own would hide what it was.
  app.connectMicroservice({ strategy: messaging.strategy }, { inheritAppConfig: true });
  const stop = async (): Promise<void> => {
    health.stop();
    await app.close();
    await messaging.stop();
    await dataSource.destroy();
    await endTracing?.();
  };
  try {
    await app.init();
    await messaging.start();
    await app.startAllMicroservices();
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    // A port that is taken, say: nothing of a service that did not start may go on in the background.
    await stop().catch((stopError: unknown) => log.warn({ err: stopError }, 'what had been started could not be stopped'));
    throw error;
  }
  const url = await app.getUrl();
  log.info({ url }, 'ready to serve');
  return { app, dataSource, messaging, url, stop };
};

/** How a service reaches Kafka, from its configuration. */
export const kafkaOptionsOf = (config: BaseConfig): Omit<KafkajsOptions, 'clientId' | 'log'> => ({
  brokers: config.KAFKA_BROKERS,
  fetchWaitMs: config.KAFKA_FETCH_WAIT_MS,
  tls: config.KAFKA_TLS === '1',
  ...(config.KAFKA_SASL_USERNAME && config.KAFKA_SASL_PASSWORD ? { sasl: { mechanism: config.KAFKA_SASL_MECHANISM, username: config.KAFKA_SASL_USERNAME, password: config.KAFKA_SASL_PASSWORD } } : {}),
});

/** Runs a service until SIGTERM or SIGINT. `main.ts` of a service is this one call. */
export const runService = async (definition: ServiceDefinition): Promise<void> => {
  const config = configOrExit(definition);
  const log = createLog(definition.name, config.LOG_LEVEL);
  let running: RunningService;
  try {
    running = await startService(definition, config, { log });
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
  let stopping = false;
  const stopOnce = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    const startedAt = performance.now();
    setTimeout(() => {
      log.error({ signal }, 'did not stop in time, leaving hard: what was in flight is delivered again');
      process.exit(1);
    }, hardStopMs).unref();
    running.stop().then(
      () => {
        log.info({ signal, durationMs: Math.round(performance.now() - startedAt) }, 'stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error, signal }, 'failed while stopping');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stopOnce);
  process.on('SIGINT', stopOnce);
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection');
    stopOnce('unhandledRejection');
  });
};

const configOrExit = (definition: ServiceDefinition): BaseConfig => {
  try {
    return loadConfig(definition.name, definition.config ?? baseConfig, process.env) as BaseConfig;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
};
