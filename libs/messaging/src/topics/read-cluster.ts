import { Kafka, logLevel, type SASLOptions } from 'kafkajs';

import type { KafkajsOptions } from '../kafka/kafkajs-broker.js';
import type { TopicState } from './topic-state.decide.js';

/** `ConfigResourceTypes.TOPIC` of kafkajs, which Node cannot import by name from its CommonJS. */
const topicResource = 2;

/** A cluster as one of its brokers describes it. */
export interface ClusterState {
  readonly brokers: readonly { readonly id: number; readonly address: string; readonly isController: boolean }[];
  /** Those of the names asked for that are there. */
  readonly topics: readonly TopicState[];
}

const settingsRead = ['cleanup.policy', 'retention.ms', 'min.insync.replicas'];

/** Describes the cluster and these topics, over a connection of its own that is closed afterwards. Throws where no broker answers. */
export const readCluster = async (options: Pick<KafkajsOptions, 'brokers' | 'tls' | 'sasl' | 'clientId'>, names: readonly string[]): Promise<ClusterState> => {
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ssl: options.tls ?? false,
    ...(options.sasl ? { sasl: options.sasl as SASLOptions } : {}),
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, retries: 2 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const [cluster, all] = await Promise.all([admin.describeCluster(), admin.listTopics()]);
    const there = names.filter((name) => all.includes(name));
    const brokers = cluster.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, address: `${host}:${port}`, isController: nodeId === cluster.controller }));
    if (there.length === 0) return { brokers, topics: [] };
    const [metadata, configs] = await Promise.all([
      admin.fetchTopicMetadata({ topics: there }),
      admin.describeConfigs({ includeSynonyms: false, resources: there.map((name) => ({ type: topicResource, name, configNames: settingsRead })) }),
    ]);
    const settings = new Map(configs.resources.map(({ resourceName, configEntries }) => [resourceName, Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue]))]));
    return {
      brokers,
      topics: metadata.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.length,
        replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        inSync: Math.min(...partitions.map(({ isr }) => isr.length)),
        leaderless: partitions.filter(({ leader }) => leader < 0).length,
        settings: settings.get(name) ?? {},
      })),
    };
  } finally {
    await admin.disconnect();
  }
};
