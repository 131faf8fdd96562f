import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { BatchControl, Broker, Consumer, FetchedBatch, FetchedMessage, WireMessage } from '@wiredesk/messaging';

import { eventually } from './time.js';

/** What an implementation leaves out on purpose. */
export interface BrokerTraits {
  /** Each message comes once while nothing fails. */
  readonly once: boolean;
  /** `done` in the middle of a batch counts; without it, only a whole batch does. */
  readonly partlyDone: boolean;
}

const partitions = 3;
const message = (key: string, n: number): WireMessage => ({ key, value: JSON.stringify({ n }), headers: { ce_id: `${key}-${n}`, odd: 'ä 新' } });
const numbers = (messages: readonly WireMessage[]): number[] => messages.map(({ value }) => (JSON.parse(value) as { n: number }).n);
const firsts = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** What `libs/messaging` relies on, for every implementation of its Broker port. Each test has topics and groups of its own. */
export const describeBrokerContract = (name: string, make: () => Broker, traits: BrokerTraits): void => {
  describe(`the contract of a broker: ${name}`, () => {
    let broker: Broker;
    let topic: string;
    const consumers: Consumer[] = [];

    beforeAll(() => {
      broker = make();
    });
    beforeEach(async () => {
      topic = `contract-${randomBytes(6).toString('hex')}`;
      await broker.createTopics([{ name: topic, partitions, replicationFactor: 1, settings: {} }]);
    });
    afterEach(async () => {
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
    });
    afterAll(() => broker.close());

    const send = async (messages: readonly WireMessage[]): Promise<void> => {
      const producer = await broker.producer();
      await producer.send([{ topic, messages }]);
      await producer.close();
    };

    /** A member that takes everything, and what it got. */
    const join = async (options: { group?: string; commits?: boolean; onBatch?: (batch: FetchedBatch, control: BatchControl) => Promise<void> } = {}): Promise<{ got: FetchedMessage[]; consumer: Consumer }> => {
      const got: FetchedMessage[] = [];
      const takeAll = async (batch: FetchedBatch, control: BatchControl): Promise<void> => {
        got.push(...batch.messages);
        control.done(batch.messages.at(-1)?.offset ?? '0');
      };
      const consumer = await broker.consume({
        group: `${topic}-${options.group ?? 'group'}`,
        topic,
        commits: options.commits ?? true,
        partitionsAtOnce: 8,
        onBatch: options.onBatch ?? takeAll,
        onGone: (error) => {
          throw error;
        },
      });
      consumers.push(consumer);
      return { got, consumer };
    };

    it('brings key, value and headers as they were sent, in the order of each key', async () => {
      const sent = Array.from({ length: 90 }, (_, n) => message(`k${n % 5}`, n));
      await send(sent);
      const { got } = await join();
      await eventually(() => expect(firsts(numbers(got)).sort((a, b) => a - b)).toEqual(numbers(sent)));
      const { offset: _offset, ...one } = got.find(({ value }) => value === sent[17]?.value) as FetchedMessage;
      expect(one).toEqual(sent[17]);
      for (const key of ['k0', 'k1', 'k2', 'k3', 'k4']) expect(firsts(numbers(got.filter((each) => each.key === key)))).toEqual(numbers(sent.filter((each) => each.key === key)));
      if (traits.once) expect(got).toHaveLength(sent.length);
      if (!traits.once) for (const { value } of sent) expect(got.filter((each) => each.value === value).length).toBeGreaterThan(1);
    });

    it('tells where a send begins, further on each time', async () => {
      const producer = await broker.producer();
      const places = new Map<number, bigint>();
      for (let n = 0; n < 20; n += 1) {
        for (const place of await producer.send([{ topic, messages: [message('one', n)] }])) {
          expect(place.topic).toBe(topic);
          expect(place.firstOffset).toBeGreaterThan(places.get(place.partition) ?? -1n);
          places.set(place.partition, place.firstOffset);
        }
      }
      expect(places.size).toBe(1);
      await producer.close();
    });

    it('refuses to send to a topic that does not exist', async () => {
      const producer = await broker.producer();
      await expect(producer.send([{ topic: `${topic}-not`, messages: [message('a', 1)] }])).rejects.toThrow();
      await producer.close();
    });

    it('gives each group everything, and goes on where a group stopped', async () => {
      await send([message('a', 1), message('b', 2)]);
      const first = await join({ group: 'first' });
      const other = await join({ group: 'other' });
      await eventually(() => expect([first, other].map(({ got }) => firsts(numbers(got)).sort())).toEqual([[1, 2], [1, 2]]));
      await first.consumer.stop();
      await send([message('a', 3)]);
      const again = await join({ group: 'first' });
      await eventually(() => expect(firsts(numbers(again.got))).toEqual([3]));
    });

    it('begins anew where the group does not remember its place, and does not repeat while it runs', async () => {
      await send([message('a', 1), message('b', 2)]);
      const first = await join({ commits: false });
      await eventually(() => expect(firsts(numbers(first.got)).sort()).toEqual([1, 2]));
      await sleep(1_200);
      const count = first.got.length;
      if (traits.once) expect(count).toBe(2);
      await sleep(300);
      expect(first.got).toHaveLength(count);
      await first.consumer.stop();
      const again = await join({ commits: false });
      await eventually(() => expect(firsts(numbers(again.got)).sort()).toEqual([1, 2]));
    });

    it('delivers again what was not done, and remembers what was done when it stopped', async () => {
      await send(Array.from({ length: 6 }, (_, n) => message('a', n)));
      let entered = (): void => undefined;
      const inHand = new Promise<void>((resolve) => (entered = resolve));
      const stale: boolean[] = [];
      const { consumer } = await join({
        onBatch: async (batch, control) => {
          if (control.isStale()) return;
          entered();
          while (!control.isStale()) await sleep(5);
          stale.push(control.isStale());
          const half = batch.messages[2];
          if (traits.partlyDone && half) control.done(half.offset);
        },
      });
      await inHand;
      await consumer.stop();
      expect(stale).toEqual([true]);
      const { got } = await join();
      const left = traits.partlyDone ? [3, 4, 5] : [0, 1, 2, 3, 4, 5];
      await eventually(() => expect(firsts(numbers(got)).sort()).toEqual(left));
    });

    it('shares partitions among the members of a group, and gives those of a member that leaves to the rest', async () => {
      const keys = Array.from({ length: 24 }, (_, n) => `key${n}`);
      const one = await join();
      const two = await join();
      let n = 0;
      await eventually(
        async () => {
          await send(keys.map((key) => message(key, (n += 1))));
          await sleep(150);
          expect(one.got.length).toBeGreaterThan(0);
          expect(two.got.length).toBeGreaterThan(0);
        },
        { withinMs: 15_000 },
      );
      await two.consumer.stop();
      await send(keys.map((key) => message(key, (n += 1))));
      await eventually(() => expect(firsts([...numbers(one.got), ...numbers(two.got)])).toHaveLength(n), { withinMs: 15_000 });
      await send(keys.map((key) => message(key, (n += 1))));
      await eventually(() => expect(firsts([...numbers(one.got), ...numbers(two.got)])).toHaveLength(n));
    });

    it('knows its topics, their ends and what a group has left', async () => {
      const before = await broker.lagOf(`${topic}-group`, topic);
      expect([(await broker.listTopics()).includes(topic), before]).toEqual([true, 0]);
      await send(Array.from({ length: 10 }, (_, i) => message(`k${i}`, i)));
      const ends = await broker.endsOf(topic);
      expect(ends.map(({ partition }) => partition).sort()).toEqual([0, 1, 2]);
      expect(ends.reduce((sum, { low, high }) => sum + high - low, 0n)).toBe(10n);
      expect(await broker.lagOf(`${topic}-group`, topic)).toBe(10);
      const { consumer } = await join();
      await eventually(async () => expect(await broker.lagOf(`${topic}-group`, topic)).toBe(0));
      await consumer.stop();
      await broker.deleteGroup(`${topic}-group`);
      expect(await broker.lagOf(`${topic}-group`, topic)).toBe(10);
    });

    it('does not mind a topic that is there already', async () => {
      await broker.createTopics([{ name: topic, partitions, replicationFactor: 1, settings: {} }]);
      expect(await broker.endsOf(topic)).toHaveLength(partitions);
    });

    it('ends what it made when it is closed', async () => {
      const mine = make();
      const got: FetchedMessage[] = [];
      await mine.consume({ group: `${topic}-closing`, topic, commits: true, partitionsAtOnce: 1, onBatch: async (batch) => void got.push(...batch.messages), onGone: () => undefined });
      await mine.producer();
      await mine.close();
      await send([message('a', 1)]);
      await sleep(500);
      expect(got).toEqual([]);
    });
  });
};
