import { deadLetterTopicDefinitions, topicDefinitions, type TopicDefinition } from '@wiredesk/contracts';

import type { Broker, TopicConfig } from '../kafka/port.js';

export interface TopicDefaults {
  readonly prefix: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

const dayMs = 86_400_000;

/**
 * Settings at creation. A compacted topic keeps what is young uncompacted for a minute, is compacted at least daily,
 * and keeps delete markers for a week, longer than any consumer is down. Kafka 4 acknowledges with two replicas in
 * sync where there are three.
 */
const settingsOf = (topic: TopicDefinition, replicationFactor: number): Record<string, string> => ({
  'min.insync.replicas': String(Math.max(1, replicationFactor - 1)),
  ...(topic.cleanup === 'compact'
    ? {
        'cleanup.policy': 'compact',
        'min.compaction.lag.ms': '60000',
        'max.compaction.lag.ms': String(dayMs),
        'delete.retention.ms': String(7 * dayMs),
        'segment.ms': '3600000',
      }
    : { 'cleanup.policy': 'delete', 'retention.ms': String((topic.retentionDays ?? 7) * dayMs) }),
});

/** Creates the topics that are missing and returns their names; those that are there stay as they are. */
export const ensureTopics = async (broker: Broker, defaults: TopicDefaults): Promise<string[]> => {
  const there = new Set(await broker.listTopics());
  const wanted: TopicConfig[] = [...topicDefinitions, ...deadLetterTopicDefinitions].map((topic) => ({
    name: defaults.prefix + topic.name,
    partitions: topic.partitions ?? defaults.partitions,
    replicationFactor: defaults.replicationFactor,
    settings: settingsOf(topic, defaults.replicationFactor),
  }));
  const missing = wanted.filter((topic) => !there.has(topic.name));
  if (missing.length > 0) await broker.createTopics(missing);
  return missing.map((topic) => topic.name);
};
