import type { Acknowledged } from '../kafka/port.js';

/** Ids from the first up to, and without, the second. */
type Range = readonly [number, number];

interface Sent {
  readonly ids: readonly number[];
  readonly ranges: readonly Range[];
  readonly places: readonly Acknowledged[];
  readonly atMs: number;
}

export interface Due {
  readonly ids: readonly number[];
  /** What Kafka has to be asked about before the rows may go: it has to hold these places. */
  readonly unproven: readonly Acknowledged[];
  readonly sends: number;
}

const placeOf = (ack: { topic: string; partition: number }): string => `${ack.topic}/${ack.partition}`;

/** Kafka is asked only where no later message of a partition has proven it in three settling times. */
const askAfter = 3;

/**
 * What was sent and acknowledged, and is not yet safe from a power cut of the broker's machine (ADR 6). It is safe
 * once the log is seen to hold it at least `settleMs` later, because by then the broker has flushed it. Two things
 * show that: a message sent that much later got a higher offset in the same partition, or the broker, asked that much
 * later, says that the log reaches beyond it. A lower or equal offset shows the contrary: the log was cut.
 */
export class Settling {
  private readonly sends: Sent[] = [];
  private readonly latest = new Map<string, { readonly offset: bigint; readonly atMs: number }>();
  private rows = 0;

  constructor(private readonly settleMs: number) {}

  /** Rows that were sent and still lie in the table. */
  get size(): number {
    return this.rows;
  }

  /** Adds a send that began at `atMs`. False: the log lost what it had acknowledged, and all that is here must be sent again. */
  add(ids: readonly number[], places: readonly Acknowledged[], atMs: number): boolean {
    for (const place of places) {
      const before = this.latest.get(placeOf(place));
      if (before && place.firstOffset >= 0n && place.firstOffset <= before.offset) return false;
      if (place.firstOffset >= 0n) this.latest.set(placeOf(place), { offset: place.firstOffset, atMs });
    }
    this.sends.push({ ids, ranges: rangesOf(ids), places, atMs });
    this.rows += ids.length;
    return true;
  }

  /** All ids that are here, as an int8multirange. */
  ranges(): string {
    const merged: [number, number][] = [];
    for (const { ranges } of this.sends) {
      for (const [from, to] of ranges) {
        const last = merged.at(-1);
        if (last && last[1] === from) last[1] = to;
        else merged.push([from, to]);
      }
    }
    return `{${merged.map(([from, to]) => `[${from},${to})`).join(',')}}`;
  }

  /** The longest run of oldest sends that may go, if Kafka holds what is unproven. */
  due(nowMs: number): Due {
    const ids: number[] = [];
    const unproven: Acknowledged[] = [];
    let sends = 0;
    for (const sent of this.sends) {
      const safeAtMs = sent.atMs + this.settleMs;
      const open = sent.places.filter((place) => (this.latest.get(placeOf(place))?.atMs ?? 0) < safeAtMs);
      if (safeAtMs > nowMs || (open.length > 0 && sent.atMs + askAfter * this.settleMs > nowMs)) break;
      ids.push(...sent.ids);
      unproven.push(...open);
      sends += 1;
    }
    return { ids, unproven, sends };
  }

  /** Forgets what `due` gave, once its rows are gone. */
  settled(due: Due): void {
    this.sends.splice(0, due.sends);
    this.rows -= due.ids.length;
  }
}

const rangesOf = (ids: readonly number[]): Range[] => {
  const sorted = [...ids].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const id of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === id) last[1] = id + 1;
    else ranges.push([id, id + 1]);
  }
  return ranges;
};
