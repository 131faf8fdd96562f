import type { TopicDefinition } from '@wiredesk/contracts';

/** A topic as the cluster has it; of its partitions the worst counts. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly inSync: number;
  /** Partitions that nobody serves. */
  readonly leaderless: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** What is not as it should be. `wanted` and `found` are as Kafka writes them. */
export interface TopicProblem {
  readonly problem: 'missing' | 'partitions' | 'cleanup' | 'retention' | 'in-sync' | 'leaderless';
  readonly wanted: string;
  readonly found: string;
}

const dayMs = 86_400_000;

/** Compares a topic with how it is to be made. Partitions are compared where the order of its events rests on them. */
export const topicProblems = (definition: TopicDefinition, state: TopicState | undefined): TopicProblem[] => {
  if (!state) return [{ problem: 'missing', wanted: definition.name, found: '' }];
  const problems: TopicProblem[] = [];
  const { settings } = state;
  if (definition.partitions !== undefined && state.partitions !== definition.partitions) problems.push({ problem: 'partitions', wanted: String(definition.partitions), found: String(state.partitions) });
  const cleanup = settings['cleanup.policy'] ?? '';
  if (cleanup !== definition.cleanup) problems.push({ problem: 'cleanup', wanted: definition.cleanup, found: cleanup });
  const wantedMs = definition.retentionDays === undefined ? undefined : definition.retentionDays * dayMs;
  const retention = settings['retention.ms'] ?? '';
  // A longer one loses nothing, and -1 keeps for ever.
  if (wantedMs !== undefined && retention !== '-1' && !(Number(retention) >= wantedMs)) problems.push({ problem: 'retention', wanted: String(wantedMs), found: retention });
  const leastInSync = Math.max(Number(settings['min.insync.replicas'] ?? 1), state.replicas);
  if (state.inSync < leastInSync) problems.push({ problem: 'in-sync', wanted: String(leastInSync), found: String(state.inSync) });
  if (state.leaderless > 0) problems.push({ problem: 'leaderless', wanted: '0', found: String(state.leaderless) });
  return problems;
};
