import type { TopicDefinition } from '@wiredesk/contracts';

import { topicProblems, type TopicState } from './topic-state.decide.js';

const holds: TopicDefinition = { name: 'holds', key: 'holdId', producer: 'rights', cleanup: 'compact', partitions: 1 };
const receipts: TopicDefinition = { name: 'receipts', key: 'copyId', producer: 'publish', cleanup: 'delete', retentionDays: 400 };
const state = (change: Partial<TopicState> = {}): TopicState => ({ name: 't', partitions: 1, replicas: 3, inSync: 3, leaderless: 0, settings: { 'cleanup.policy': 'compact', 'min.insync.replicas': '2' }, ...change });
const kept = (retention: string): TopicState => state({ partitions: 12, settings: { 'cleanup.policy': 'delete', 'retention.ms': retention } });
const found = (problems: ReturnType<typeof topicProblems>): string[] => problems.map(({ problem }) => problem);

it('is content with a topic that is as it was defined, or keeps longer', () => {
  expect(topicProblems(holds, state())).toEqual([]);
  for (const retention of ['34560000000', '99999999999', '-1']) expect(topicProblems(receipts, kept(retention))).toEqual([]);
});

it('names what is not: absent, another order, another cleanup, too short a memory, replicas behind, nobody in charge', () => {
  expect(topicProblems(holds, undefined)).toEqual([{ problem: 'missing', wanted: 'holds', found: '' }]);
  expect(topicProblems(holds, state({ partitions: 2 }))).toEqual([{ problem: 'partitions', wanted: '1', found: '2' }]);
  expect(found(topicProblems(holds, state({ settings: { 'cleanup.policy': 'delete' } })))).toEqual(['cleanup']);
  expect(topicProblems(receipts, kept('604800000'))).toEqual([{ problem: 'retention', wanted: '34560000000', found: '604800000' }]);
  expect(found(topicProblems(receipts, kept('')))).toEqual(['retention']);
  expect(found(topicProblems(holds, state({ inSync: 2 })))).toEqual(['in-sync']);
  expect(found(topicProblems(holds, state({ leaderless: 1 })))).toEqual(['leaderless']);
});
