import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CommandFailed, exitCodes } from './exit-codes.js';

export const serviceNames = ['publish', 'ingest', 'rights', 'dedupe', 'console'] as const;
export type ServiceName = (typeof serviceNames)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** Where everything is and who we are, from the environment and what `npm start` left under `.wiredesk`. */
export interface Settings {
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly stateDir: string;
  /** Everything, for what one command alone asks. */
  readonly environment: Environment;
  /** Throws CommandFailed where there is none. */
  adminToken(): string;
  /** Key of a source: given, from the environment, or one that the demo left. Throws CommandFailed where there is none. */
  sourceKey(sourceId: string, given?: string): string;
}

const portVariables: Readonly<Record<ServiceName, readonly [variable: string, port: string]>> = {
  publish: ['PORTAL_PORT', '8080'],
  ingest: ['INGEST_PORT', '8081'],
  rights: ['RIGHTS_PORT', '8082'],
  dedupe: ['DEDUPE_PORT', '8083'],
  console: ['CONSOLE_PORT', '8090'],
};

const urlOf = (name: ServiceName, environment: Environment): string => {
  const [variable, port] = portVariables[name];
  const url = environment[`${name.toUpperCase()}_URL`] || `http://localhost:${environment[variable] || port}`;
  if (!URL.canParse(url)) throw new CommandFailed(`${name.toUpperCase()}_URL is "${url}", which is no URL`, exitCodes.usage);
  return url.replace(/\/+$/, '');
};

const textOf = (file: string | undefined): string | undefined => (file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined);

/** Reads the environment: `<SERVICE>_URL` or the ports of `npm start`, KAFKA_BROKERS, WIREDESK_TOKEN (or ADMIN_TOKEN, each also as `…_FILE`), WIREDESK_STATE_DIR. */
export const settingsFrom = (environment: Environment, workingDir: string): Settings => {
  const stateDir = environment['WIREDESK_STATE_DIR'] || join(workingDir, '.wiredesk');
  const adminToken =
    environment['WIREDESK_TOKEN'] || textOf(environment['WIREDESK_TOKEN_FILE']) || environment['ADMIN_TOKEN'] || textOf(environment['ADMIN_TOKEN_FILE']) || textOf(join(stateDir, 'admin-token'));
  return {
    urls: Object.fromEntries(serviceNames.map((name) => [name, urlOf(name, environment)])) as Record<ServiceName, string>,
    brokers: (environment['KAFKA_BROKERS'] || `127.0.0.1:${environment['KAFKA_PORT'] || '19092'}`).split(',').map((broker) => broker.trim()),
    topicPrefix: environment['KAFKA_TOPIC_PREFIX'] ?? '',
    stateDir,
    environment,
    adminToken: () => {
      if (adminToken === undefined) throw new CommandFailed(`no token: set WIREDESK_TOKEN or WIREDESK_TOKEN_FILE, or run in the folder of a stack that "npm start" started (${stateDir}/admin-token)`, exitCodes.usage);
      return adminToken;
    },
    sourceKey: (sourceId, given) => {
      const key = given || environment['WIREDESK_SOURCE_KEY'] || textOf(join(stateDir, 'demo', sourceId === 'demo' ? 'demo-key' : `${sourceId}.key`));
      if (!key) throw new CommandFailed(`no key of source "${sourceId}": give --key, or set WIREDESK_SOURCE_KEY. An operator makes a new one with "wiredesk sources key ${sourceId}"`, exitCodes.usage);
      return key;
    },
  };
};
