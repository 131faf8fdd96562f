import { setTimeout as sleep } from 'node:timers/promises';

import type { BatchControl, Broker, ConsumerOptions, FetchedBatch, FetchedMessage, Producer, TopicMessages } from '../kafka/port.js';
import { chanceOf, shuffled, shuffledAcrossKeys, strewn } from './disorder.js';

/** What Kafka does to consumers on a bad day, for tests only: a deployment has no use for it. */
export interface Chaos {
  /** Everything comes at least twice, at once and again among what comes later; now and then an old send is sent again. */
  readonly duplicate?: boolean;
  /** `across-keys`: the order of one key holds, no other does. `within-keys`: no order holds at all. */
  readonly reorder?: 'across-keys' | 'within-keys';
  readonly seed?: number;
}

const names = ['duplicate', 'reorder', 'scramble'] as const;

/** Reads `duplicate,reorder` or `duplicate,scramble`; undefined where it names something else. */
export const chaosFrom = (text: string): Chaos | undefined => {
  const wanted = text.split(',').map((name) => name.trim());
  if (wanted.some((name) => !(names as readonly string[]).includes(name))) return undefined;
  const reorder = wanted.includes('scramble') ? 'within-keys' : wanted.includes('reorder') ? 'across-keys' : undefined;
  return { duplicate: wanted.includes('duplicate'), ...(reorder ? { reorder } : {}) };
};

/** So long a batch may wait: what follows it gathers meanwhile, and there is something to disorder. */
const delayMsMax = 60;
const rememberedMax = 40;
const replayedPerBatchMax = 8;
const sentAgainShare = 0.15;

/** A broker that delivers everything at least twice. */
export const duplicatingBroker = (broker: Broker, seed = 1): Broker => chaosBroker(broker, { duplicate: true, seed });

/** A broker that keeps the order of each key (or not even that) and no other. */
export const reorderingBroker = (broker: Broker, keep: 'across-keys' | 'within-keys' = 'across-keys', seed = 1): Broker => chaosBroker(broker, { reorder: keep, seed });

/** Wraps a broker. Nothing is lost, and offsets are committed only when everything before them was handled. */
export const chaosBroker = (broker: Broker, chaos: Chaos): Broker => {
  const chance = chanceOf(chaos.seed ?? 1);
  return {
    ...broker,
    producer: async () => (chaos.duplicate ? repeatingProducer(await broker.producer(), chance) : broker.producer()),
    consume: (options) => broker.consume({ ...options, onBatch: disordering(options, chaos, chance) }),
  };
};

const repeatingProducer = (producer: Producer, chance: () => number): Producer => {
  let earlier: readonly TopicMessages[] = [];
  return {
    send: async (batches) => {
      const places = await producer.send(batches);
      if (chance() < sentAgainShare && earlier.length > 0) await producer.send(earlier);
      if (chance() < 0.5) earlier = batches;
      return places;
    },
    close: () => producer.close(),
  };
};

const disordering = (options: ConsumerOptions, chaos: Chaos, chance: () => number): ConsumerOptions['onBatch'] => {
  const remembered = new Map<number, FetchedMessage[]>();
  const ordered = (messages: readonly FetchedMessage[]): readonly FetchedMessage[] => {
    if (chaos.reorder === undefined) return messages;
    return chaos.reorder === 'across-keys' ? shuffledAcrossKeys(messages, chance) : shuffled(messages, chance);
  };
  return async (batch, control) => {
    await sleep(Math.floor(chance() * delayMsMax));
    const now = new Set(batch.messages.map(({ offset }) => offset));
    const old = (remembered.get(batch.partition) ?? []).filter(({ offset }) => !now.has(offset));
    const rounds = [chaos.duplicate ? strewn(ordered(batch.messages), shuffled(old, chance).slice(0, replayedPerBatchMax), chance) : ordered(batch.messages)];
    if (chaos.duplicate) rounds.push(ordered(batch.messages));
    for (const messages of rounds) if (!(await delivered(options, { ...batch, messages }, control))) return;
    remembered.set(batch.partition, [...old, ...batch.messages].slice(-rememberedMax));
    control.done(batch.messages.at(-1)?.offset ?? '0');
  };
};

/** True when all of it was done; the last of each round is in it once, so its `done` speaks for the whole. */
const delivered = async (options: ConsumerOptions, batch: FetchedBatch, control: BatchControl): Promise<boolean> => {
  const last = batch.messages.at(-1)?.offset;
  let complete = false;
  await options.onBatch(batch, {
    isStale: () => control.isStale(),
    done: (offset) => {
      if (offset === last) complete = true;
    },
  });
  return complete;
};
