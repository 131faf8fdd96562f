/** How a topic is made: `deploy` creates it so, and a running service verifies it. */
export interface TopicDefinition {
  readonly name: string;
  /** Which id is the key, for the catalogue. */
  readonly key: string;
  readonly producer: string;
  readonly cleanup: 'compact' | 'delete';
  readonly retentionDays?: number;
  /** Absent: the deployment's default (12). Holds have one partition: the ledger has one order. */
  readonly partitions?: number;
}

export const topics = {
  intake: 'wiredesk.intake.v1',
  items: 'wiredesk.items.v1',
  placements: 'wiredesk.placements.v1',
  clearances: 'wiredesk.clearances.v1',
  holds: 'wiredesk.holds.v1',
  notices: 'wiredesk.notices.v1',
  publications: 'wiredesk.publications.v1',
  receipts: 'wiredesk.receipts.v1',
} as const;

export type TopicName = (typeof topics)[keyof typeof topics];

export const topicDefinitions: readonly TopicDefinition[] = [
  { name: topics.intake, key: "the upstream's choice", producer: 'upstreams', cleanup: 'delete', retentionDays: 7 },
  { name: topics.items, key: 'itemId', producer: 'ingest', cleanup: 'compact' },
  { name: topics.placements, key: 'itemId', producer: 'dedupe', cleanup: 'compact' },
  { name: topics.clearances, key: 'itemId', producer: 'rights', cleanup: 'compact' },
  { name: topics.holds, key: 'holdId', producer: 'rights', cleanup: 'compact', partitions: 1 },
  { name: topics.notices, key: 'noticeId', producer: 'systems of the house', cleanup: 'delete', retentionDays: 30, partitions: 3 },
  { name: topics.publications, key: 'itemId', producer: 'publish', cleanup: 'compact' },
  { name: topics.receipts, key: 'copyId', producer: 'publish', cleanup: 'delete', retentionDays: 400 },
];

/** Name of the dead letter topic of a consumer group, e.g. `dedupe.dlq`. */
export const deadLetterTopic = (group: string): string => `${group}.dlq`;

/** Services that consume, and so own a dead letter topic. */
export const consumerGroups = ['ingest', 'dedupe', 'rights', 'publish', 'console'] as const;

export const deadLetterTopicDefinitions: readonly TopicDefinition[] = consumerGroups.map((group) => ({
  name: deadLetterTopic(group),
  key: 'original key',
  producer: group,
  cleanup: 'delete',
  retentionDays: 30,
}));
