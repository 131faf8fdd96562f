/** Keeps processes running: waits until each is ready, starts again what ends, stops all in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';

import { endRecorded, tailOf } from './processes.mjs';

const backOffFirstMs = 500;
const backOffMaxMs = 30_000;
/** A process that ran as long as this starts again without the delay of its earlier failures. */
const calmAfterMs = 60_000;
const readyWithinMs = 120_000;
const readyPollMs = 60;
const startsWithinMs = 10_000;

/** A process that ended before it was ever ready; the message ends with the last lines of its log. */
const endedEarly = (name, code, logFile) => new Error(`${name} ended with ${code} while it started. The end of its log (${logFile}):\n${tailOf(logFile, 8)}`);

export class Supervisor {
  #places;
  #say;
  #stopping = false;
  /** Starts on their way, which a stop waits for so that none slips through behind it. */
  #starts = new Set();

  /** `say` gets a line for the operator. */
  constructor({ runDir, logDir, say }) {
    this.#places = { runDir, logDir };
    this.#say = say;
  }

  get stopping() {
    return this.#stopping;
  }

  /**
   * Starts a process by `start`, which resolves to its ChildProcess, and keeps it running from then on. Resolves once
   * `isReady` (absent: at once) answers true. Throws where it ends or is not ready in time on this first start.
   */
  async keep(name, start, isReady = async () => true) {
    const child = await this.#begin(start);
    const readyAt = Date.now() + readyWithinMs;
    while (!(await isReady())) {
      if (child.exitCode !== null || child.signalCode !== null) throw endedEarly(name, child.exitCode ?? child.signalCode, this.#logOf(name));
      if (Date.now() > readyAt) throw new Error(`${name} is not ready after ${readyWithinMs / 1_000} s. The end of its log (${this.#logOf(name)}):\n${tailOf(this.#logOf(name), 8)}`);
      await sleep(readyPollMs);
    }
    void this.#watch(name, start, child);
  }

  /** Ends everything: what `order` does not name first and at once, then those that it names one after the other. */
  async stop(order, withinMs) {
    this.#stopping = true;
    const onEnd = ({ name, inTime }) => this.#say(inTime ? `stopped ${name}` : `${name} did not stop in ${withinMs / 1_000} s and was killed`);
    await Promise.race([Promise.allSettled(this.#starts), sleep(startsWithinMs)]);
    await endRecorded(this.#places.runDir, order, { withinMs, onEnd });
  }

  async #begin(start) {
    if (this.#stopping) throw new Error('stopped while it was starting');
    const starting = start();
    this.#starts.add(starting);
    try {
      return await starting;
    } finally {
      this.#starts.delete(starting);
    }
  }

  #logOf(name) {
    return join(this.#places.logDir, `${name}.log`);
  }

  async #watch(name, start, first) {
    let child = first;
    let delayMs = backOffFirstMs;
    for (;;) {
      const since = Date.now();
      const how = await ending(child);
      if (this.#stopping) return;
      delayMs = Date.now() - since > calmAfterMs ? backOffFirstMs : delayMs;
      child = undefined;
      while (!child) {
        this.#say(`${name} ended (${how}); starting it again in ${delayMs / 1_000} s. Its log: ${this.#logOf(name)}`);
        await sleep(delayMs);
        delayMs = Math.min(delayMs * 2, backOffMaxMs);
        if (this.#stopping) return;
        child = await this.#begin(start).catch((error) => void this.#say(`${name} could not be started: ${error.message}`));
      }
    }
  }
}

/** How a process ended: `code 1`, or the signal. */
const ending = (child) =>
  new Promise((resolve) => {
    const how = () => (child.signalCode ? child.signalCode : `code ${child.exitCode}`);
    if (child.exitCode !== null || child.signalCode !== null) resolve(how());
    else child.once('exit', () => resolve(how()));
  });
