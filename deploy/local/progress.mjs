/** What an operator sees while the stack starts. */
import { say } from './prepare.mjs';

const remindAfterMs = 5_000;
const secondsSince = (started) => ((Date.now() - started) / 1_000).toFixed(1);

/**
 * Steps of a start, each said when it is done and how long it took; while nothing is done for 5 s, what is still waited
 * for is said instead, so that a slow machine does not look like a stuck one.
 */
export class Progress {
  #open = new Map();
  #started = Date.now();
  #timer;

  constructor() {
    this.#remind();
  }

  get seconds() {
    return secondsSince(this.#started);
  }

  /** Waits for `work` and says its outcome: `done` makes the words from its value. */
  async step(title, work, done = () => '') {
    this.#open.set(title, Date.now());
    try {
      const value = await work;
      const words = done(value);
      say(`  ${title.padEnd(22)} ${secondsSince(this.#open.get(title)).padStart(5)} s${words ? `  ${words}` : ''}`);
      return value;
    } finally {
      this.#open.delete(title);
      this.#remind();
    }
  }

  end() {
    clearInterval(this.#timer);
  }

  #remind() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (this.#open.size > 0) say(`  … still working on: ${[...this.#open].map(([title, since]) => `${title} (${Math.round((Date.now() - since) / 1_000)} s)`).join(', ')}`);
    }, remindAfterMs);
    this.#timer.unref();
  }
}
