/**
 * `npm test`: everything, on a fresh clone. `npm test -- unit|int|e2e [jest patterns]` runs a part.
 *
 * The last line of the run counts what passed and failed, over all parts.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

import { build, install, onNode24, say, workspace } from './local/prepare.mjs';

const [part = 'all', ...patterns] = process.argv.slice(2);
const parts = { all: ['types', 'lint', 'unit', 'int', 'e2e'], types: ['types'], lint: ['lint'], unit: ['unit'], int: ['int'], e2e: ['e2e'] }[part];
if (!parts) {
  say(`unknown part "${part}": one of all, types, lint, unit, int, e2e`);
  process.exit(2);
}

await install();
await onNode24(import.meta.filename);

const { startPair } = await import('./local/pair.mjs');
const bin = (name) => join(workspace, 'node_modules', '.bin', name);
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', PATH: `${join(workspace, 'node_modules', '.bin')}:${process.env.PATH}` };

/** What runs at the moment, to be ended with us. */
const children = new Set();

/** Everything that a child started too: it has a group of its own. */
const endChild = (child) => {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

/** Runs a command to its end or for `minutesMax`; resolves to its exit code, 1 where it was ended. */
const run = (command, args, extra = {}, minutesMax = 15) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: workspace, stdio: ['ignore', 'inherit', 'inherit'], detached: true, env: { ...env, ...extra } });
    children.add(child);
    const timer = setTimeout(() => {
      say(`ended after ${minutesMax} minutes: something in it does not come to its end`);
      endChild(child);
    }, minutesMax * 60_000);
    child.on('exit', (code) => {
      clearTimeout(timer);
      children.delete(child);
      // Processes that a crashed test left in the group: nothing of ours may outlive its run.
      endChild(child);
      resolve(code ?? 1);
    });
  });

const total = { passed: 0, failed: 0, skipped: 0 };
const rows = [];

const step = async (name, work) => {
  const started = Date.now();
  say(`\n── ${name}`);
  let outcome;
  try {
    outcome = await work();
  } catch (error) {
    say(String(error.stack ?? error));
    outcome = { passed: 0, failed: 1 };
  }
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped ?? 0;
  rows.push(`${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${Math.round((Date.now() - started) / 1_000)} s`);
};

/** A command is one check: it passes or fails. */
const command = (title, program, args) => step(title, async () => ((await run(program, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }));

/** Tests that were left out, with the reason that stands in their names. */
const skippedIn = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) => assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => `${fullName} (${name.slice(workspace.length + 1)})`));

const jest = (title, suffix, args, extra) =>
  step(title, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-jest-'));
    const file = join(dir, 'result.json');
    const code = await run(process.execPath, ['--experimental-vm-modules', '--no-warnings', bin('jest'), '--json', `--outputFile=${file}`, '--testPathPatterns', ...(patterns.length > 0 ? patterns.map((pattern) => `${pattern}.*\\.${suffix}\\.ts$`) : [`\\.${suffix}\\.ts$`]), ...args], extra);
    try {
      if (!existsSync(file)) throw new Error(`${title}: the tests did not come to a result`);
      const result = JSON.parse(readFileSync(file, 'utf8'));
      const broken = result.numRuntimeErrorTestSuites;
      for (const name of skippedIn(result)) say(`skipped: ${name}`);
      // A file that does not even load is a failure, though it counts no test.
      return { passed: result.numPassedTests, failed: result.numFailedTests + broken || (code === 0 ? 0 : 1), skipped: result.numPendingTests + result.numTodoTests };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

let pair;
let stopping = false;
const stopEarly = async () => {
  if (stopping) return;
  stopping = true;
  say('\nstopping: what was started is ended');
  for (const child of children) endChild(child);
  await pair?.stop();
  process.exit(130);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopEarly());

if (parts.includes('types')) await command('types', process.execPath, [bin('tsc'), '-p', 'tsconfig.json']);
if (parts.includes('lint')) await command('lint', process.execPath, [bin('nx'), 'run-many', '-t', 'lint', '--parallel=2', '--outputStyle=static']);
if (parts.includes('unit')) await jest('unit', 'spec', []);
if (parts.includes('int') || parts.includes('e2e')) {
  await build();
  pair = await startPair().catch((error) => {
    say(`Postgres and Kafka could not be started: ${error.message}`);
    total.failed += 1;
    return undefined;
  });
  if (pair) {
    say(`Postgres and Kafka ${pair.kind}`);
    const extra = { TEST_DATABASE_URL: pair.databaseUrl, TEST_KAFKA_BROKERS: pair.brokers };
    try {
      if (parts.includes('int')) await jest('integration', 'int-spec', ['--maxWorkers=2'], extra);
      if (parts.includes('e2e')) await jest('composed', 'e2e-spec', ['--runInBand'], extra);
    } finally {
      await pair.stop();
    }
  }
}

say(`\n${rows.join('\n')}`);
say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
