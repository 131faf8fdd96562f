/** The whole product on this machine, without Docker: what starts after what, and stops before what. */
import { join } from 'node:path';

import { Client } from 'pg';

import { announceStop, assertPortsFree, claim, release } from './claim.mjs';
import { demoEnvironment, migrationEnvironment, serviceEnvironment, topicsEnvironment } from './environment.mjs';
import { missingForKafka, startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { build, say, workspace } from './prepare.mjs';
import { lastLines, launch, runToEnd } from './processes.mjs';
import { Progress } from './progress.mjs';
import { secretsIn } from './secrets.mjs';
import { services } from './settings.mjs';
import { Supervisor } from './supervisor.mjs';

/** Services end first, all at once; then what they stand on. */
const stopOrder = ['kafka', 'postgres'];
/** Above a service's own limit of 25 s. */
const stopWithinMs = 28_000;
const databaseName = 'wiredesk';

const runJob = async (title, script, env) => {
  const { status, output } = await runToEnd(process.execPath, [join(workspace, script)], { cwd: workspace, env });
  if (status !== 0) throw new Error(`${title} failed: ${lastLines(output, 12).replaceAll(' | ', '\n  ')}`);
  return output;
};

const isReady = (url) => async () => {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

/** URL of the product's database in the Postgres that we run, made if there is none. */
const ownDatabase = async (administratorUrl) => {
  const client = new Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
  const url = new URL(administratorUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
};

export class Stack {
  #settings;
  #supervisor;
  #progress = new Progress();
  /** Until then, what runs here is another one's. */
  #isOurs = false;

  constructor(settings) {
    this.#settings = settings;
    this.#supervisor = new Supervisor({ runDir: settings.runDir, logDir: settings.logDir, say });
  }

  /** Starts everything; resolves to `{ adminToken, seconds }`. Throws a sentence for the operator. */
  async start() {
    const settings = this.#settings;
    const left = await claim(settings, stopOrder);
    this.#isOurs = true;
    if (left.length > 0) say(`  ended what an earlier run had left: ${left.join(', ')}`);
    await assertPortsFree(settings.ports);
    const missing = settings.brokers === undefined ? missingForKafka(settings.cacheDir) : undefined;
    if (missing) throw new Error(missing);
    const secrets = secretsIn(settings.stateDir);
    const { adminUrl, brokers } = await this.#infrastructure(secrets);
    await this.#services(secrets, { adminUrl, brokers });
    if (settings.demo) await this.#demo(secrets);
    this.#progress.end();
    return { adminToken: secrets.adminToken, seconds: this.#progress.seconds };
  }

  /** Stops everything that it started, in order. */
  async stop() {
    this.#progress.end();
    if (!this.#isOurs) return;
    say('\nstopping, in order: services, Kafka, Postgres');
    announceStop(this.#settings);
    await this.#supervisor.stop(stopOrder, stopWithinMs);
    release(this.#settings);
    say('stopped; "npm start" goes on from here, "npm run reset" drops the data');
  }

  /** Builds, starts Postgres and Kafka, and brings both up to date, all that can at the same time. */
  async #infrastructure(secrets) {
    const settings = this.#settings;
    const built = this.#progress.step('sources', build(), () => 'compiled');
    const postgres = this.#progress.step('Postgres 18', this.#postgres(secrets), () => (settings.databaseUrl ? 'yours, by DATABASE_URL' : `port ${settings.portOf('postgres')}`));
    const kafka = this.#progress.step('Apache Kafka 4', this.#kafka(), () => (settings.brokers ? 'yours, by KAFKA_BROKERS' : `port ${settings.portOf('kafka')}`));
    const migrated = Promise.all([postgres, built]).then(([adminUrl]) =>
      this.#progress.step('migrations', runJob('migration', 'deploy/docker/migrate.mjs', migrationEnvironment(settings, secrets, adminUrl))),
    );
    const topics = Promise.all([kafka, built]).then(([brokers]) =>
      this.#progress.step('topics', runJob('creation of topics', 'deploy/docker/topics.mjs', topicsEnvironment(settings, brokers))),
    );
    const [adminUrl, brokers] = await Promise.all([postgres, kafka, migrated, topics]);
    return { adminUrl, brokers };
  }

  async #postgres({ postgres: password }) {
    const { databaseUrl, portOf, ...places } = this.#settings;
    if (databaseUrl) return databaseUrl;
    let url;
    await this.#supervisor.keep('postgres', async () => {
      const started = await startPostgres({ ...places, port: portOf('postgres'), password });
      url = started.url;
      return started.child;
    });
    return ownDatabase(url);
  }

  async #kafka() {
    const { brokers, portOf, ...places } = this.#settings;
    if (brokers) return brokers;
    let broker;
    await this.#supervisor.keep('kafka', async () => {
      const started = await startKafka({ ...places, port: portOf('kafka'), controllerPort: portOf('kafka-controller') });
      broker = started.broker;
      return started.child;
    });
    return broker;
  }

  async #services(secrets, infrastructure) {
    const { runDir, logDir, urlOf } = this.#settings;
    await Promise.all(
      services.map(({ name }) => {
        const start = async () => launch({ runDir, logDir, name, command: process.execPath, args: [join(workspace, `services/${name}/dist/main.js`)], cwd: workspace, env: serviceEnvironment(this.#settings, secrets, infrastructure, name) });
        return this.#progress.step(name, this.#supervisor.keep(name, start, isReady(urlOf(name))), () => urlOf(name));
      }),
    );
  }

  /** Its subscriber first: it shall get what is then loaded. */
  async #demo(secrets) {
    const { runDir, logDir, urlOf } = this.#settings;
    const env = demoEnvironment(this.#settings, secrets);
    const name = 'demo-subscriber';
    const start = async () => launch({ runDir, logDir, name, command: process.execPath, args: [join(workspace, 'deploy/demo/subscriber.mjs')], cwd: workspace, env });
    await this.#progress.step(name, this.#supervisor.keep(name, start, isReady(urlOf(name))), () => `log: ${join(logDir, `${name}.log`)}`);
    await this.#progress.step('demo articles', runJob('the demo', 'deploy/demo/load.mjs', env), (output) => output.trim().split('\n').at(-1));
  }
}
