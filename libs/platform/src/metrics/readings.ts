import type { Metrics } from './metrics.js';

/** One value of a gauge. */
export interface Sample {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One question, and the gauges that its answer sets. */
export interface Reading {
  /** In `wiredesk_reading_failures_total`. */
  readonly name: string;
  /** Every gauge that it may answer: name → help and labels. */
  readonly gauges: Readonly<Record<string, { readonly help: string; readonly labels?: readonly string[] }>>;
  /** How long an answer is good for, however many ask; 5,000 at least and by default. */
  readonly everyMs?: number;
  /** Aggregated by the database, in one or two statements. What is not among the samples any more is not shown any more. */
  readonly ask: () => Promise<readonly Sample[]>;
}

const everyMsMin = 5_000;
const answerWithinMs = 3_000;

interface Kept {
  readonly reading: Reading;
  askedAtMs: number;
  turn: Promise<void> | undefined;
}

/**
 * Readings of a service: asked one after the other, so that a scrape takes one connection of the pool at most, and each
 * at most once in its time. One that fails shows no values, rather than old ones, and is counted and told.
 */
export class Readings {
  private readonly kept: Kept[] = [];

  constructor(
    private readonly metrics: Pick<Metrics, 'gauge' | 'counter'>,
    private readonly onFailure: (reading: string, error: unknown) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  add(reading: Reading): void {
    for (const [name, { help, labels }] of Object.entries(reading.gauges)) this.metrics.gauge(name, help, [...(labels ?? [])]);
    this.failures().inc({ reading: reading.name }, 0);
    this.kept.push({ reading, askedAtMs: Number.NEGATIVE_INFINITY, turn: undefined });
  }

  async refresh(): Promise<void> {
    for (const kept of this.kept) {
      const isDue = this.nowMs() - kept.askedAtMs >= Math.max(kept.reading.everyMs ?? everyMsMin, everyMsMin);
      if (isDue && kept.turn === undefined) {
        kept.askedAtMs = this.nowMs();
        kept.turn = this.ask(kept.reading).finally(() => (kept.turn = undefined));
      }
      await inTime(kept.turn);
    }
  }

  private async ask(reading: Reading): Promise<void> {
    let samples: readonly Sample[] = [];
    try {
      samples = await reading.ask();
    } catch (error) {
      this.failures().inc({ reading: reading.name });
      this.onFailure(reading.name, error);
    }
    for (const name of Object.keys(reading.gauges)) this.metrics.gauge(name, '').reset();
    for (const { name, labels, value } of samples) {
      if (reading.gauges[name] === undefined) throw new Error(`the reading "${reading.name}" does not declare ${name}`);
      this.metrics.gauge(name, '').set({ ...labels }, value);
    }
  }

  private failures() {
    return this.metrics.counter('wiredesk_reading_failures_total', 'Questions for metrics that the database did not answer.', ['reading']);
  }
}

/** Waits for a turn, but not for ever: a scrape is answered with what there is. */
const inTime = async (turn: Promise<void> | undefined): Promise<void> => {
  if (turn === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, answerWithinMs)));
  try {
    await Promise.race([turn, late]);
  } finally {
    clearTimeout(timer);
  }
};
