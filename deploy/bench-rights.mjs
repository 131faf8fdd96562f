/**
 * `npm run bench:rights`: the figures of rights against their targets: the gate, from notice to hold, timers after a
 * restart, and a catalogue that is terminated while single kills arrive. On a Postgres and a Kafka of its own, or on
 * those of TEST_DATABASE_URL and TEST_KAFKA_BROKERS. Takes some minutes; on a machine that does other work the times
 * are its, too.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { build, install, onNode24, say, workspace } from './local/prepare.mjs';

await install();
await onNode24(import.meta.filename);
build();

const run = (environment) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(workspace, 'services/rights/dist/bench/main.js'), ...process.argv.slice(2)], { cwd: workspace, stdio: 'inherit', env: { ...process.env, ...environment } });
    child.on('exit', (code) => resolve(code ?? 1));
  });

if (process.env.TEST_DATABASE_URL && process.env.TEST_KAFKA_BROKERS) process.exit(await run({}));

const { startPair } = await import('./local/pair.mjs');
say('starting Postgres and Kafka …');
const pair = await startPair();
try {
  process.exitCode = await run({ TEST_DATABASE_URL: pair.databaseUrl, TEST_KAFKA_BROKERS: pair.brokers });
} finally {
  await pair.stop();
}
