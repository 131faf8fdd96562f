/**
 * What a fresh clone needs before anything else: packages, Node 24, compiled sources. Runs on any Node from 20.11; from
 * there the command goes on under the Node 24 that is among the packages.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

import { isAlive, npmAbove, runToEnd } from './processes.mjs';

export const workspace = resolve(import.meta.dirname, '../..');
const nodeMajor = 24;
const node24 = join(workspace, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const installedMark = join(workspace, 'node_modules', '.wiredesk-lock');

export const say = (text) => process.stdout.write(`${text}\n`);

const lockHash = () => createHash('sha256').update(readFileSync(join(workspace, 'package-lock.json'))).digest('hex');
const isInstalled = () => existsSync(node24) && existsSync(installedMark) && readFileSync(installedMark, 'utf8') === lockHash();

/** Runs a long command and says each second that it still does. */
const runWithDots = (title, command, args) =>
  new Promise((done, fail) => {
    const started = Date.now();
    const child = spawn(command, args, { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-8_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const seconds = () => Math.round((Date.now() - started) / 1_000);
    const timer = setInterval(() => (process.stdout.isTTY ? process.stdout.write(`\r${title} … ${seconds()} s`) : undefined), 1_000);
    child.on('error', fail);
    child.on('exit', (code) => {
      clearInterval(timer);
      if (process.stdout.isTTY) process.stdout.write('\r');
      if (code !== 0) return fail(new Error(`${title} failed:\n${output}`));
      say(`${title}: ${seconds()} s`);
      done();
    });
  });

/** Installs what package-lock.json says, if that is not what is there. WIREDESK_INSTALL=no takes what is there as it is. */
export const install = async () => {
  if (isInstalled() || process.env.WIREDESK_INSTALL === 'no') return;
  await runWithDots('installing packages (npm ci, about a minute)', process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund']);
  if (!existsSync(node24)) {
    // Where install scripts are switched off, the package that holds Node did not fetch it.
    const { status } = spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(workspace, 'node_modules', 'node'), stdio: 'ignore' });
    if (status !== 0 || !existsSync(node24)) throw new Error(`Node ${nodeMajor} was not installed: run "npm rebuild node", or start with a Node ${nodeMajor} of your own.`);
  }
  writeFileSync(installedMark, lockHash());
};

const parentCheckMs = 500;

/** Calls back once npm, which started this process, is gone without having ended it (kill -9). */
const whenNpmIsGone = (act) => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = npmAbove();
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    act();
  }, parentCheckMs);
  timer.unref();
};

/**
 * Goes on under Node 24: returns only where this process already is that. Whichever process in the chain npm → Node →
 * Node 24 is killed, the last one hears of it: as SIGTERM to itself, so that it can stop what it started.
 */
export const onNode24 = (script) => {
  const endMyself = () => process.kill(process.pid, 'SIGTERM');
  if (Number(process.versions.node.split('.')[0]) >= nodeMajor) {
    if (process.channel) process.once('disconnect', endMyself);
    else whenNpmIsGone(endMyself);
    process.channel?.unref();
    return;
  }
  const child = spawn(node24, [script, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], cwd: process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenNpmIsGone(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  return new Promise(() => undefined);
};

/** Compiles what changed. Throws with the compiler's words where it cannot. */
export const build = async () => {
  const { status, output } = await runToEnd(process.execPath, [join(workspace, 'deploy', 'build.mjs')], { cwd: workspace });
  if (status !== 0) throw new Error(`the sources do not compile:\n${output}`);
};

/** Where everything that a run leaves on disk lies. */
export const stateDirOf = () => resolve(process.env.WIREDESK_STATE_DIR ?? join(workspace, '.wiredesk'));
