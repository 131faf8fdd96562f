import { baseConfig, createLog, loadConfig, startService, type BaseConfig, type Clock, type RunningService, type ServiceDefinition } from '@wiredesk/platform';

import type { TestDatabase } from './database.js';
import { testFetchWaitMs, type TestKafka } from './kafka.js';

/** Tokens that test services accept, one per role. */
export const testTokens = {
  operator: 'test-token-of-the-operator-role',
  'rights-officer': 'test-token-of-the-rights-officer-role',
  viewer: 'test-token-of-the-viewer-role',
  service: 'test-token-of-the-service-role',
  metrics: 'test-token-of-the-metrics-role',
} as const;

export interface TestServiceOptions {
  readonly definition: ServiceDefinition;
  readonly database: TestDatabase;
  readonly kafka: TestKafka;
  /** The service's own variables, and what shall differ from the defaults. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** The real service, in this process, on a free port, with its real database and Kafka. */
export const startTestService = (options: TestServiceOptions): Promise<RunningService> => {
  const { definition, database, kafka } = options;
  const config = loadConfig(definition.name, definition.config ?? baseConfig, {
    PORT: '0',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_TOPIC_PREFIX: kafka.prefix,
    KAFKA_FETCH_WAIT_MS: String(testFetchWaitMs),
    TOKENS: JSON.stringify(Object.entries(testTokens).map(([role, token]) => ({ name: role, roles: [role], token, ...(role === 'service' ? { actsFor: ['viewer', 'editor', 'rights-officer', 'operator', 'payloads', 'evidence'] } : {}) }))),
    SERVICE_TOKEN: testTokens.service,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...options.environment,
  }) as BaseConfig;
  return startService(definition, config, { log: createLog(definition.name, config.LOG_LEVEL), ...(options.clock ? { clock: options.clock } : {}) });
};
