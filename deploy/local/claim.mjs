/** One stack per state folder: who runs it, and what an earlier one left behind. */
import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { endRecorded, forget, isListening, listenerOn, record, recorded } from './processes.mjs';

const supervisor = 'supervisor';
/** An earlier supervisor whose terminal was just killed needs a moment to hear of it, and then up to its own limits to stop. */
const noticeWithinMs = 3_000;
const stopWithinMs = 45_000;

/** Throws, with what to do, where files of the state folder belong to somebody else. */
const assertOurs = (stateDir) => {
  mkdirSync(stateDir, { recursive: true });
  for (const path of [stateDir, ...['secrets.json', 'admin-token', 'run', 'logs', 'kafka', 'demo'].map((name) => join(stateDir, name))]) {
    try {
      if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    } catch (cause) {
      const owner = statSync(path).uid;
      throw new Error(`${path} belongs to ${owner === 0 ? 'root' : `user ${owner}`}: start as that user, or give the folder to yourself (sudo chown -R $(id -un) ${stateDir}), or set WIREDESK_STATE_DIR to another folder.`, { cause });
    }
  }
};

const stoppingMark = (runDir) => join(runDir, 'stopping');

/**
 * Makes this process the one that runs the stack of a state folder. Waits for an earlier one that is on its way out.
 * Throws where another one goes on running. Ends what a killed one left behind and returns the names of that.
 */
export const claim = async ({ stateDir, runDir }, order) => {
  assertOurs(stateDir);
  const started = Date.now();
  for (;;) {
    const pid = recorded(runDir, supervisor);
    if (pid === undefined || pid === process.pid) break;
    const waitedMs = Date.now() - started;
    if (waitedMs > (existsSync(stoppingMark(runDir)) ? stopWithinMs : noticeWithinMs)) throw new Error(`Wiredesk runs already (process ${pid}). Stop that one with Ctrl-C in its terminal, or by "kill ${pid}"; for a second one beside it set WIREDESK_STATE_DIR and other ports.`);
    await sleep(100);
  }
  rmSync(stoppingMark(runDir), { force: true });
  record(runDir, supervisor, process.pid);
  const left = await endRecorded(runDir, order);
  return left.map(({ name }) => name);
};

/** Says to a next one that this one is on its way out, and worth waiting for. */
export const announceStop = ({ runDir }) => writeFileSync(stoppingMark(runDir), '');

/** Gives the state folder free again. */
export const release = ({ runDir }) => {
  forget(runDir, supervisor);
  rmSync(stoppingMark(runDir), { force: true });
};

/** Throws with every port that somebody else listens on: which, who if that is known, and what moves ours. */
export const assertPortsFree = async (ports) => {
  const busy = [];
  for (const { name, variable, port } of ports) {
    if (!(await isListening(port))) continue;
    const who = listenerOn(port);
    busy.push(`  - port ${port} (${name}) is in use${who ? ` by ${who}` : ''}: end that, or set ${variable} to another port`);
  }
  if (busy.length > 0) throw new Error(`not started:\n${busy.join('\n')}`);
};
