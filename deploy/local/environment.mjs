/** The environment of each process of the local stack. */
import { join } from 'node:path';

import { services } from './settings.mjs';

/** What a process needs of the machine: no more of ours goes to it than it asks for. */
const fromTheMachine = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot', 'NODE_EXTRA_CA_CERTS'];

/** Settings of a service that an operator may give to `npm start`; they go to every service, which ignores what is not its own. */
const passedOn = /^(PORTAL_(NAME|SLOGAN|LOGO_URL|LANGUAGE|TIME_ZONE|NAV|LINKS|ICP|POLICE_NUMBER|NEWS_LICENCE|REPORT_URL|TEMPLATES_DIR|PAGES_DIR|TERRITORY)|FEED_\w+|OUTBOX_\w+|HOLD_LANE_\w+|OPERATOR_NAME|DEFAULT_REGIME|ACT_FIRST|LOG_LEVEL|DATABASE_POOL_MAX|KAFKA_TOPIC_PREFIX|TIMELINE_DAYS|SESSION_(HOURS|IDLE_MINUTES)|TOKEN_SIGN_IN|LOCAL_ACCOUNTS|OIDC_\w+)$/;

const base = (settings) => ({
  ...Object.fromEntries(fromTheMachine.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]])),
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name))),
  // Compiled code of the modules, kept between starts: it saves a service some tenths of a second.
  NODE_COMPILE_CACHE: join(settings.cacheDir, 'compiled'),
});

/** Of the one-shot migration: every schema's password, and the administrator's URL. */
export const migrationEnvironment = (settings, secrets, adminUrl) => ({
  ...base(settings),
  ADMIN_DATABASE_URL: adminUrl,
  ...Object.fromEntries(Object.entries(secrets.roles).map(([role, password]) => [`${role.toUpperCase()}_DB_PASSWORD`, password])),
});

/** Of the one-shot creation of topics. */
export const topicsEnvironment = (settings, brokers) => ({ ...base(settings), KAFKA_BROKERS: brokers, KAFKA_PARTITIONS: process.env.KAFKA_PARTITIONS ?? '', KAFKA_REPLICATION_FACTOR: process.env.KAFKA_REPLICATION_FACTOR ?? '' });

/** Where the console leaves the link that makes its first account, as long as there is none. */
export const firstLinkFile = (settings) => join(settings.stateDir, 'console-first-link');

/** Of one service: its own database role, its own token, where the others are. */
export const serviceEnvironment = (settings, secrets, { adminUrl, brokers }, name) => {
  const database = new URL(adminUrl);
  database.username = name;
  database.password = secrets.roles[name];
  const tokens = [
    { name: 'admin', roles: ['viewer', 'editor', 'rights-officer', 'operator'], token: secrets.adminToken },
    ...Object.entries(secrets.serviceTokens).map(([service, token]) => ({ name: service, roles: ['service'], token, ...(service === 'console' ? { actsFor: ['viewer', 'editor', 'rights-officer', 'operator', 'payloads', 'evidence'] } : {}) })),
  ];
  return {
    ...base(settings),
    PORT: String(settings.portOf(name)),
    PUBLIC_URL: settings.urlOf(name),
    DATABASE_URL: database.href,
    KAFKA_BROKERS: brokers,
    TOKENS: JSON.stringify(tokens),
    SERVICE_TOKEN: secrets.serviceTokens[name],
    NODE_OPTIONS: '--max-old-space-size=288',
    ...Object.fromEntries(services.map((service) => [`${service.name.toUpperCase()}_URL`, settings.urlOf(service.name)])),
    PORTAL_PUBLIC_URL: settings.urlOf('publish'),
    RIGHTS_PUBLIC_URL: settings.urlOf('rights'),
    ...(name === 'console' ? { FIRST_LINK_FILE: firstLinkFile(settings) } : {}),
    ...(name === 'publish' && settings.demo ? { OUTGOING_ALLOW: `127.0.0.1:${settings.portOf('demo-subscriber')}` } : {}),
  };
};

/** Of the demo's loader and subscriber. */
export const demoEnvironment = (settings, secrets) => ({
  ...base(settings),
  ADMIN_TOKEN: secrets.adminToken,
  INGEST_URL: settings.urlOf('ingest'),
  PUBLISH_URL: settings.urlOf('publish'),
  DEMO_STATE_DIR: join(settings.stateDir, 'demo'),
  DEMO_SUBSCRIBER_PORT: String(settings.portOf('demo-subscriber')),
  DEMO_SUBSCRIBER_URL: `http://127.0.0.1:${settings.portOf('demo-subscriber')}/hook`,
});
