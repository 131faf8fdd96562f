/**
 * `wiredesk dedupe evaluate FILE.jsonl`: on the Postgres of EVALUATE_DATABASE_URL, else on that of the local stack if
 * it runs, else on one of its own for as long as it takes. Arguments go on to the evaluation: --help.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

import { stateDirOf, workspace } from './local/prepare.mjs';

const localPort = Number(process.env.POSTGRES_PORT || 15_432);

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    const end = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });

const run = (databaseUrl) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(workspace, 'services/dedupe/dist/evaluate/main.js'), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, EVALUATE_DATABASE_URL: databaseUrl },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => resolve(code ?? 1));
  });

const given = process.env.EVALUATE_DATABASE_URL ?? process.env.ADMIN_DATABASE_URL ?? process.env.DATABASE_URL;
const names = process.argv.slice(2);
if (given || names.includes('--help') || names.includes('--database')) process.exit(await run(given ?? ''));

const secrets = join(stateDirOf(), 'secrets.json');
if (existsSync(secrets) && (await answers(localPort))) {
  const { postgres } = JSON.parse(readFileSync(secrets, 'utf8'));
  process.exit(await run(`postgres://postgres:${postgres}@127.0.0.1:${localPort}/postgres`));
}

const { dropPostgres, startPostgres } = await import('./local/postgres.mjs');
const { end } = await import('./local/processes.mjs');
const { freePort } = await import('./local/pair.mjs');

const stateDir = mkdtempSync(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 'wiredesk-evaluate-'));
spawnSync('chmod', ['711', stateDir]);
const places = { stateDir, runDir: join(stateDir, 'run'), logDir: join(stateDir, 'logs') };
mkdirSync(places.logDir, { recursive: true });
process.stderr.write('no Postgres was given and the local stack does not run: starting one for this evaluation …\n');
// What it holds is dropped at the end: nothing of it has to outlive a power cut.
const postgres = await startPostgres({ ...places, port: await freePort(), password: randomBytes(12).toString('hex'), settings: ['fsync=off', 'full_page_writes=off'] });
try {
  process.exitCode = await run(postgres.url);
} finally {
  await end(postgres.child.pid, 'SIGINT', 10_000);
  dropPostgres(stateDir);
  rmSync(stateDir, { recursive: true, force: true });
}
