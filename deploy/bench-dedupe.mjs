/**
 * `npm run bench:dedupe`: how well and how fast dedupe places, on real prose (which it downloads) and on a Postgres of
 * its own (with fsync, as it is deployed), or on the one of BENCH_DATABASE_URL. Arguments go to the benchmark: --help.
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

const run = (databaseUrl) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(workspace, 'services/dedupe/dist/bench/main.js'), ...process.argv.slice(2)], {
      cwd: workspace,
      stdio: 'inherit',
      env: { ...process.env, BENCH_DATABASE_URL: databaseUrl },
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });

if (process.env.BENCH_DATABASE_URL || process.argv.includes('--help')) process.exit(await run(process.env.BENCH_DATABASE_URL ?? ''));

const { dropPostgres, startPostgres } = await import('./local/postgres.mjs');
const { end } = await import('./local/processes.mjs');
const { freePort } = await import('./local/pair.mjs');

const stateDir = mkdtempSync(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 'wiredesk-bench-'));
spawnSync('chmod', ['711', stateDir]);
const places = { stateDir, runDir: join(stateDir, 'run'), logDir: join(stateDir, 'logs'), cacheDir: join(stateDirOf(), 'cache') };
mkdirSync(places.logDir, { recursive: true });
say('starting Postgres …');
const postgres = await startPostgres({ ...places, port: await freePort(), password: randomBytes(12).toString('hex') });
try {
  process.exitCode = await run(postgres.url);
} finally {
  await end(postgres.child.pid, 'SIGINT', 10_000);
  dropPostgres(stateDir);
  rmSync(stateDir, { recursive: true, force: true });
}
