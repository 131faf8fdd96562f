/**
 * `npm run bench`: measures the product and a bare pipe of the same hops on a Postgres and a Kafka of its own (with
 * fsync, as it is deployed), and prints the figures beside the targets. Load goes to this machine only.
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
  const child = spawn(process.execPath, [join(workspace, 'services/pipeline-e2e/dist/bench/main.js')], {
    cwd: workspace,
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: postgres.url, TEST_KAFKA_BROKERS: kafka.broker, BENCH_PIDS: `${postgres.child.pid},${kafka.child.pid}` },
  });
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
} finally {
  await Promise.all([end(kafka.child.pid, 'SIGTERM', 10_000), end(postgres.child.pid, 'SIGINT', 10_000)]);
  dropPostgres(stateDir);
  rmSync(stateDir, { recursive: true, force: true });
}
