import { readFileSync } from 'node:fs';

import { chaosFrom } from '@wiredesk/messaging';
import { z } from 'zod';

/** Injection token of the service's checked configuration. */
export const CONFIG = Symbol('config');

const secret = (description: string) => z.string().min(1).describe(description).meta({ secret: true });

/**
 * Roles of a caller. `service` is one of our own services; `metrics` may read `/metrics` and nothing else. `payloads` and
 * `evidence` are permissions to see what upstreams and subscribers sent, and what claimants handed in: people with an
 * account have them one by one; the token of an operator, or of a rights officer, includes its own.
 */
export const role = z.enum(['viewer', 'editor', 'rights-officer', 'operator', 'service', 'metrics', 'payloads', 'evidence']);
export type Role = z.infer<typeof role>;

const tokenEntry = z.object({
  name: z.string().min(1),
  roles: z.array(role).min(1),
  token: z.string().min(24),
  /** Roles in which this caller may act for others: the console for people who signed in there. */
  actsFor: z.array(role.exclude(['service', 'metrics'])).min(1).optional(),
});
export type TokenEntry = z.infer<typeof tokenEntry>;

const tokenList = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON: expected [{"name","roles":[…],"token"}]' });
      return z.NEVER;
    }
  })
  .pipe(z.array(tokenEntry).min(1));

/**
 * What every service is configured by. Each value comes from the environment variable of its name, or from the
 * file that `<NAME>_FILE` names. A service extends it with its own.
 */
export const baseConfig = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  PUBLIC_URL: z.url().optional().describe('How callers reach this service, without a trailing slash. Default: http://localhost:<PORT>.'),
  DATABASE_URL: secret('Postgres, as the role of this service.'),
  DATABASE_POOL_MAX: z.coerce.number().int().min(3).max(100).default(8).describe('Connections of this process at most.'),
  CONTENT_DATABASE_URL: secret('Postgres of the content store, where it is not the same database.').optional(),
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()).filter(Boolean))
    .pipe(z.array(z.string().regex(/^.+:\d+$/, 'host:port')).min(1))
    .describe('host:port of the brokers, separated by commas.'),
  KAFKA_TOPIC_PREFIX: z.string().regex(/^[a-z0-9._-]{0,40}$/).default('').describe('Put before every topic and group, where a cluster is shared.'),
  TOKENS: tokenList.describe('Who may call: JSON list of {name, roles, token, actsFor?}; tokens of 24 characters or more. actsFor: roles in which it may act for people (the console).').meta({ secret: true }),
  SERVICE_TOKEN: secret('What this service shows when it calls another one.').optional(),
  OUTBOX_ROWS_MAX: z.coerce.number().int().min(100).default(100_000).describe('Rows waiting for Kafka at which new work is answered 503.'),
  OUTBOX_SETTLE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(1_000)
    .describe('How long an event is kept after Kafka acknowledged it, in milliseconds: more than the time in which a broker writes to its disk. 0 where every partition has replicas on other machines.'),
  KAFKA_TLS: z.enum(['0', '1']).default('0').describe('1: connections to Kafka are encrypted.'),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).default('scram-sha-512').describe('How this service logs in to Kafka, where it has a KAFKA_SASL_USERNAME.'),
  KAFKA_SASL_USERNAME: z.string().min(1).optional().describe('Name under which this service logs in to Kafka.'),
  KAFKA_SASL_PASSWORD: secret('Password of KAFKA_SASL_USERNAME.').optional(),
  KAFKA_FETCH_WAIT_MS: z.coerce.number().int().min(100).max(5_000).default(2_500).describe('How long Kafka holds a request for events while there are none, in milliseconds. Longer is idler; stopping waits for it.'),
  KAFKA_CHAOS: z
    .string()
    .transform((text, context) => {
      const chaos = chaosFrom(text);
      if (chaos) return chaos;
      context.addIssue({ code: 'custom', message: 'is a list of duplicate, reorder, scramble' });
      return z.NEVER;
    })
    .optional()
    .describe('For tests: events come twice (duplicate), out of order (reorder), out of order even within a key (scramble). Refused without WIREDESK_TEST=1.'),
  WIREDESK_TEST: z.literal('1').optional().describe('This is a test: KAFKA_CHAOS may be set.'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((entry) => entry.trim()).filter(Boolean))
    .pipe(z.array(z.string().regex(/^(loopback|linklocal|uniquelocal|[\da-fA-F.:]+(\/\d{1,3})?)$/, 'an address, a network such as 10.0.0.0/8, loopback, linklocal or uniquelocal')))
    .describe('Proxies in front of this service, whose X-Forwarded-For is believed: addresses, networks, loopback or uniquelocal, separated by commas. Empty: callers are who they connect as.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('Where an OpenTelemetry collector takes traces over HTTP, e.g. http://otel-collector:4318. Unset: none are made.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1).describe('Share of traces that are sent, 0 to 1.'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  OUTGOING_ALLOW: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((entry) => entry.trim()).filter(Boolean))
    .describe('Private host:port targets that outgoing calls may reach nevertheless, separated by commas.'),
});

export type BaseConfig = z.infer<typeof baseConfig>;

/** Every problem of a configuration at once. */
export class ConfigError extends Error {
  constructor(
    service: string,
    readonly problems: readonly string[],
  ) {
    super(`${service} cannot start, its configuration has ${problems.length} problem${problems.length > 1 ? 's' : ''}:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const fromFiles = (names: readonly string[], environment: Environment, problems: string[]): Record<string, string | undefined> => {
  const values: Record<string, string | undefined> = {};
  for (const name of names) {
    const file = environment[`${name}_FILE`];
    values[name] = environment[name] === '' ? undefined : environment[name];
    if (values[name] !== undefined || !file) continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      problems.push(`${name}_FILE: cannot read ${file}: ${(error as Error).message}`);
    }
  }
  return values;
};

/** Reads and checks a whole configuration. Throws ConfigError with all its problems, values of secrets left out. */
export const loadConfig = <S extends z.ZodObject>(service: string, schema: S, environment: Environment): z.infer<S> => {
  const problems: string[] = [];
  const values = fromFiles(Object.keys(schema.shape), environment, problems);
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? '?');
      problems.push(values[name] === undefined ? `${name} is missing (${describe(schema, name)})` : `${name}: ${issue.message} (${describe(schema, name)})`);
    }
  }
  if ((values['KAFKA_SASL_USERNAME'] === undefined) !== (values['KAFKA_SASL_PASSWORD'] === undefined)) problems.push('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: one is missing');
  if (values['KAFKA_CHAOS'] !== undefined && values['WIREDESK_TEST'] !== '1') problems.push('KAFKA_CHAOS is for tests: unset it, or set WIREDESK_TEST=1');
  if (problems.length > 0 || !parsed.success) throw new ConfigError(service, problems);
  return parsed.data;
};

const describe = (schema: z.ZodObject, name: string): string => {
  const field = schema.shape[name];
  return field instanceof z.ZodType ? (field.description ?? 'no description') : 'no description';
};
