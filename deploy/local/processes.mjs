/**
 * Processes that outlive a kill -9 of whoever started them: each has a file with its pid and start time, so that the
 * next start can end what is really ours and nothing else.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const logBytesMax = 20 * 1024 * 1024;

/** When a process started, as the system says it; undefined if there is none. With the pid it names one process. */
export const startedAt = (pid) => {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
};

/** The name and the parent of a process; undefined if there is none. */
const about = (pid) => {
  if (process.platform === 'linux') {
    try {
      const [, name, fields] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      return { name, parent: Number(fields?.split(' ')[1]) };
    } catch {
      return undefined;
    }
  }
  const [, parent, name] = /^\s*(\d+)\s+(.*)$/.exec(spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '') ?? [];
  return name === undefined ? undefined : { name: name.trim(), parent: Number(parent) };
};

/** The npm that started this process: its parent, or beyond the shell in between. */
export const npmAbove = () => {
  const parent = about(process.ppid);
  return parent && /(^|\/)(sh|dash|bash|zsh)$/.test(parent.name) ? parent.parent : process.ppid;
};

/** True while there is a process of this number. */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/**
 * Runs a command to its end without holding up whatever else is being started: `{ status, output }`. `status` is null
 * where it could not be run at all or was killed. The last 8,000 characters of both streams are kept.
 */
export const runToEnd = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-8_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ status: null, output: error.message }));
    child.on('close', (status) => resolve({ status, output }));
  });

/** The last lines of an output in one line, for the message of an error. */
export const lastLines = (output, lines = 4) => output.trim().split('\n').slice(-lines).join(' | ');

const recordOf = (runDir, name) => join(runDir, `${name}.pid`);

/** The running process of a record, undefined where it ended or its pid is somebody else's by now. */
export const recorded = (runDir, name) => {
  const file = recordOf(runDir, name);
  if (!existsSync(file)) return undefined;
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8'));
    return startedAt(pid) === started ? pid : undefined;
  } catch {
    return undefined;
  }
};

export const record = (runDir, name, pid) => {
  mkdirSync(runDir, { recursive: true });
  writeFileSync(recordOf(runDir, name), JSON.stringify({ pid, started: startedAt(pid) }));
};

export const forget = (runDir, name) => rmSync(recordOf(runDir, name), { force: true });

const openLog = (file) => {
  if (existsSync(file) && statSync(file).size > logBytesMax) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
};

/** Starts a process in a group of its own (Ctrl-C reaches only the supervisor, which stops them in order). */
export const launch = ({ runDir, logDir, name, command, args, ...options }) => {
  mkdirSync(logDir, { recursive: true });
  const log = openLog(join(logDir, `${name}.log`));
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log], ...options });
  closeSync(log);
  child.on('error', () => undefined);
  if (child.pid !== undefined) record(runDir, name, child.pid);
  return child;
};

/** Ends a process: the signal, then, after `withinMs`, SIGKILL. Returns whether it was gone in time. */
export const end = async (pid, signal = 'SIGTERM', withinMs = 28_000) => {
  const started = startedAt(pid);
  if (started === undefined) return true;
  const signalTo = (what) => {
    try {
      process.kill(pid, what);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  signalTo(signal);
  const until = Date.now() + withinMs;
  while (startedAt(pid) === started) {
    if (Date.now() > until) {
      signalTo('SIGKILL');
      return false;
    }
    await sleep(30);
  }
  return true;
};

const signalOf = (name) => (name === 'postgres' ? 'SIGINT' : 'SIGTERM');

/**
 * Ends every process recorded in a run folder: those that `order` does not name first and at once, then those that it
 * names, one after the other. The supervisor's own record is left alone. Returns `[{ name, inTime }]`; `onEnd` hears
 * of each as it goes.
 */
export const endRecorded = async (runDir, order, { withinMs = 15_000, onEnd = () => undefined } = {}) => {
  if (!existsSync(runDir)) return [];
  const names = readdirSync(runDir).filter((file) => file.endsWith('.pid') && file !== 'supervisor.pid').map((file) => file.slice(0, -4));
  const ended = [];
  const endOne = async (name) => {
    const pid = recorded(runDir, name);
    if (pid !== undefined) {
      const outcome = { name, inTime: await end(pid, signalOf(name), withinMs) };
      ended.push(outcome);
      onEnd(outcome);
    }
    forget(runDir, name);
  };
  await Promise.all(names.filter((name) => !order.includes(name)).map(endOne));
  for (const name of order) if (names.includes(name)) await endOne(name);
  return ended;
};

/** True where something answers on a local port. */
export const isListening = (port, host = '127.0.0.1') =>
  new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.setTimeout(500);
    const answer = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });

/** Waits for a port; gives up when the process ended or time is over. */
export const waitForPort = async (port, child, withinMs, what) => {
  const until = Date.now() + withinMs;
  while (!(await isListening(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${what} ended while it started; its log says why`);
    if (Date.now() > until) throw new Error(`${what} did not listen on port ${port} within ${withinMs / 1_000} s`);
    await sleep(50);
  }
};

/** Who listens on a port, as far as the system tells. */
export const listenerOn = (port) => {
  const { stdout } = spawnSync('sh', ['-c', `ss -ltnp 2>/dev/null | grep ':${port} ' || lsof -nP -iTCP:${port} -sTCP:LISTEN 2>/dev/null | tail -1`], { encoding: 'utf8' });
  return /users:\(\("([^"]+)",pid=(\d+)/.exec(stdout ?? '')?.slice(1, 3).join(', pid ') ?? (/^(\S+)\s+(\d+)/.exec(stdout ?? '')?.slice(1, 3).join(', pid ') || undefined);
};

/** The last lines of a log, for an error message. */
export const tailOf = (file, lines = 5) => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-lines).join('\n') : '(no log)');
