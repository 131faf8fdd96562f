/**
 * `npm run bench:publish`: pages and feeds against a static file, deliveries, recalls, reconcile, the front page's queries,
 * on a Postgres and a Kafka of its own (with fsync, as it is deployed), or on those of TEST_DATABASE_URL and
 * TEST_KAFKA_BROKERS. Some minutes; arguments go to the benchmark: --help. Load goes to this machine only.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

import { build, install, onNode24, say, stateDirOf, workspace } from './local/prepare.mjs';

await install();
await onNode24(import.meta.filename);
build();

const run = (databaseUrl, brokers) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(workspace, 'services/publish/dist/bench/main.js'), ...process.argv.slice(2)], { cwd: workspace, stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: databaseUrl, TEST_KAFKA_BROKERS: brokers } });
    child.on('exit', (code) => resolve(code ?? 1));
  });

const { TEST_DATABASE_URL: databaseUrl, TEST_KAFKA_BROKERS: brokers } = process.env;
if ((databaseUrl && brokers) || process.argv.includes('--help')) process.exit(await run(databaseUrl ?? '', brokers ?? ''));

const { startKafka } = await import('./local/kafka.mjs');
const { dropPostgres, startPostgres } = await import('./local/postgres.mjs');
const { end } = await import('./local/processes.mjs');
const { freePort } = await import('./local/pair.mjs');

const stateDir = mkdtempSync(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 'wiredesk-bench-'));
spawnSync('chmod', ['711', stateDir]);
const places = { stateDir, runDir: join(stateDir, 'run'), logDir: join(stateDir, 'logs'), cacheDir: join(stateDirOf(), 'cache') };
mkdirSync(places.logDir, { recursive: true });
say('starting Postgres and Kafka …');
const postgres = await startPostgres({ ...places, port: await freePort(), password: randomBytes(12).toString('hex') });
const kafka = await startKafka({ ...places, port: await freePort(), controllerPort: await freePort() });
try {
  process.exitCode = await run(postgres.url, kafka.broker);
} finally {
  await Promise.all([end(kafka.child.pid, 'SIGTERM', 10_000), end(postgres.child.pid, 'SIGINT', 10_000)]);
  dropPostgres(stateDir);
  rmSync(stateDir, { recursive: true, force: true });
}
