import { consumerGroups, deadLetterTopicDefinitions, topicDefinitions } from '@wiredesk/contracts';
import { kafkajsBroker, type Broker } from '@wiredesk/messaging';

import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { table } from '../output.js';

interface TopicState {
  readonly topic: string;
  readonly exists: boolean;
  readonly partitions: number;
  /** Between the ends of its partitions; compaction leaves gaps, so this is at most as many. */
  readonly messages: number;
  /** Of the groups that consume it and have committed. */
  readonly lag: Readonly<Record<string, number>>;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const stateOf = async (broker: Broker, there: ReadonlySet<string>, prefix: string, name: string): Promise<TopicState> => {
  const topic = `${prefix}${name}`;
  if (!there.has(topic)) return { topic, exists: false, partitions: 0, messages: 0, lag: {} };
  const ends = await broker.endsOf(topic);
  const messages = Number(ends.reduce((sum, { low, high }) => sum + (high - low), 0n));
  const lag: Record<string, number> = {};
  for (const group of consumerGroups) lag[group] = await broker.lagOf(`${prefix}${group}`, topic);
  return { topic, exists: true, partitions: ends.length, messages, lag: Object.fromEntries(Object.entries(lag).filter(([, behind]) => behind < messages || messages === 0)) };
};

export const topicsCommand: AddCommand = (program, run) => {
  program
    .command('topics')
    .description('every topic: whether it is there, partitions, messages, lag of who consumes it')
    .action(() =>
      run(async ({ settings, output }) => {
        const broker = kafkajsBroker({ brokers: [...settings.brokers], clientId: 'wiredesk-cli', log: silent });
        try {
          const there = new Set(await broker.listTopics());
          const states: TopicState[] = [];
          for (const { name } of [...topicDefinitions, ...deadLetterTopicDefinitions]) states.push(await stateOf(broker, there, settings.topicPrefix, name));
          output.result({ topics: states }, (answer) =>
            table(['topic', 'partitions', 'messages', 'lag'], answer.topics.map((one) => [one.topic, one.exists ? String(one.partitions) : 'MISSING', String(one.messages), Object.entries(one.lag).map(([group, behind]) => `${group} ${behind}`).join(', ')])),
          );
          return states.every(({ exists }) => exists) ? exitCodes.done : exitCodes.notWell;
        } catch (cause) {
          throw new CommandFailed(`Kafka at ${settings.brokers.join(', ')} does not answer: ${(cause as Error).message}`, exitCodes.unreachable, { cause });
        } finally {
          await broker.close();
        }
      }),
    );
};
