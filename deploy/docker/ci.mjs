/**
 * The containers, tried on this machine: `node deploy/docker/ci.mjs <folder with stand-in images>`. Starts an engine and
 * makes the images that cannot be pulled here, brings the compose file up, makes the tour from a push to a takedown,
 * takes it down, and runs one integration file on Testcontainers. Where no engine can be started it says so and ends with 0.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { dockerAnswers } from '../local/pair.mjs';
import { install, onNode24, workspace } from '../local/prepare.mjs';

const standIns = resolve(process.argv[2] ?? '../shared/stand-in-images');
const project = 'wiredesk-ci';
const upWithinMs = 300_000;
/** Not those of a stack that may run here already. */
const ports = { PORTAL_PORT: '18080', INGEST_PORT: '18081', RIGHTS_PORT: '18082', DEDUPE_PORT: '18083', CONSOLE_PORT: '18090' };
const local = (variable) => `http://localhost:${ports[variable]}`;
const environment = {
  ...process.env,
  ...ports,
  PORTAL_PUBLIC_URL: local('PORTAL_PORT'),
  RIGHTS_PUBLIC_URL: local('RIGHTS_PORT'),
  DOCKER_BUILDKIT: '0',
  COMPOSE_DOCKER_CLI_BUILD: '0',
  COMPOSE_PROJECT_NAME: project,
};

await install();
await onNode24(import.meta.filename);

const say = (text) => process.stdout.write(`containers: ${text}\n`);
const started = Date.now();
const seconds = () => Math.round((Date.now() - started) / 1_000);

/** Runs a command in the open; resolves to whether it ended well. */
const run = (command, args, extra = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: workspace, stdio: 'inherit', env: { ...environment, ...extra } });
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });

const composeCommand = () => (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0 ? ['docker', 'compose'] : ['docker-compose']);
const compose = (...args) => {
  const [command, ...first] = composeCommand();
  return run(command, [...first, ...args]);
};
const printed = (command, args) => spawnSync(command, args, { encoding: 'utf8', cwd: workspace, env: environment }).stdout ?? '';

/** State of each container of the project: `{ service: { status, exitCode, health } }`. */
const containers = () => {
  const ids = printed('docker', ['ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`]).trim().split('\n').filter(Boolean);
  if (ids.length === 0) return {};
  return Object.fromEntries(
    JSON.parse(printed('docker', ['inspect', ...ids])).map(({ Config, State }) => [Config.Labels['com.docker.compose.service'], { status: State.Status, exitCode: State.ExitCode, health: State.Health?.Status }]),
  );
};

/** Waits until the last job has ended: it ends well only when everything before it is well. Version 1.29 has no `--wait`. */
const loaded = async () => {
  const until = Date.now() + upWithinMs;
  for (;;) {
    const states = containers();
    const broken = Object.entries(states).find(([, { status, exitCode }]) => status === 'exited' && exitCode !== 0);
    if (broken) throw new Error(`${broken[0]} ended with ${broken[1].exitCode}`);
    if (states.demo?.status === 'exited') return states;
    if (Date.now() > until) throw new Error(`not up after ${upWithinMs / 1_000} s: ${JSON.stringify(states)}`);
    await sleep(1_000);
  }
};

/** Ends the daemon that engine-up started, and only that. */
const stopEngine = async () => {
  const file = '/var/run/stand-in-engine/dockerd.pid';
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  for (let i = 0; i < 100 && existsSync(`/proc/${pid}`); i += 1) await sleep(100);
};

const tryCompose = async () => {
  try {
    if (!(await compose('up', '-d', '--build'))) throw new Error('compose up failed');
    const states = await loaded();
    say(`up after ${seconds()} s: ${Object.entries(states).map(([name, { status, health }]) => `${name} ${health ?? status}`).join(', ')}`);
    const log = printed('docker', ['logs', `${printed('docker', ['ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`, '--filter', 'label=com.docker.compose.service=demo']).trim()}`]);
    const key = /demo key \(source "demo"\): (\S+)/.exec(log)?.[1];
    if (!key) throw new Error(`the demo told no key: ${log}`);
    const tour = await run(process.execPath, ['deploy/docker/tour.mjs'], { DEMO_KEY: key, PUBLISH_URL: local('PORTAL_PORT'), INGEST_URL: local('INGEST_PORT'), RIGHTS_URL: local('RIGHTS_PORT') });
    if (!tour) throw new Error('the tour failed');
    return true;
  } catch (error) {
    say(error.message);
    await compose('ps');
    await compose('logs', '--tail=40');
    return false;
  } finally {
    await compose('down', '-v', '--remove-orphans', '--timeout', '30');
    say(`down after ${seconds()} s`);
  }
};

/**
 * A copy that its owner may write: from a folder that is read-only the images would get files that are so too, and Kafka
 * could not write its settings.
 */
const writableCopy = (folder) => {
  const copy = mkdtempSync(join(tmpdir(), 'wiredesk-stand-ins-'));
  cpSync(folder, copy, { recursive: true });
  spawnSync('chmod', ['-R', 'u+w', copy]);
  return copy;
};

const scripts = writableCopy(standIns);
const answeredBefore = dockerAnswers();
if (!answeredBefore && !(await run(join(scripts, 'engine-up.sh'), []))) {
  say('no Docker engine can be started on this machine (it needs root and packages of Debian): compose and Testcontainers were not tried');
  process.exit(0);
}
const everything = async () => (await run(join(scripts, 'build.sh'), [])) && (await tryCompose()) && (await run(process.execPath, ['deploy/test.mjs', 'int', 'accepting'], { TEST_CLUSTER: 'containers', TESTCONTAINERS_RYUK_DISABLED: 'true', TEST_DATABASE_URL: '', TEST_KAFKA_BROKERS: '' }));
const passed = await everything().finally(() => (answeredBefore ? undefined : stopEngine()));
rmSync(scripts, { recursive: true, force: true });
say(passed ? `all passed after ${seconds()} s` : 'failed');
process.exit(passed ? 0 : 1);
