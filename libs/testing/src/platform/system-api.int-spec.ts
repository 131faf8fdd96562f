import { Module } from '@nestjs/common';
import { topicDefinitions } from '@wiredesk/contracts';
import { messagingTables, readCluster, topicProblems } from '@wiredesk/messaging';
import type { RunningService } from '@wiredesk/platform';

import { testDatabase, type TestDatabase } from '../database.js';
import { testKafka, type TestKafka } from '../kafka.js';
import { startTestService, testTokens } from '../service.js';

@Module({})
class Nothing {}

const migrations = [{ name: '001-messaging', note: 'Tables of messaging alone.', up: messagingTables }];

describe('what runs, on real Postgres and Kafka', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'system_test', migrations });
    kafka = await testKafka();
    service = await startTestService({ definition: { name: 'system_test', module: Nothing, migrations: [...migrations, { name: '002-next' }] }, database, kafka });
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });

  it('says version, migrations that are there and that are pending, database, disk and clock', async () => {
    const answer = await fetch(`${service.url}/v1/system`, { headers: { authorization: `Bearer ${testTokens.viewer}` } });
    const system = (await answer.json()) as { database: { clockDifferenceMs: number; sizeBytes: number }; disk: { freeBytes: number; totalBytes: number } };
    expect(system).toMatchObject({ service: 'system_test', version: expect.stringMatching(/^\d/), node: process.versions.node, migrations: { applied: [{ name: '001-messaging' }], pending: ['002-next'], unknown: [] }, database: { version: expect.stringMatching(/^\d+\.\d+/), isReplica: false } });
    expect(Math.abs(system.database.clockDifferenceMs)).toBeLessThan(60_000);
    expect(system.database.sizeBytes).toBeGreaterThan(1_000_000);
    expect(system.disk.freeBytes).toBeLessThan(system.disk.totalBytes);
    expect((await fetch(`${service.url}/v1/system`)).status).toBe(401);
  });

  it('describes the topics as they were made, and only those that are there', async () => {
    const cluster = await readCluster({ brokers: kafka.brokers, clientId: 'system test' }, [...topicDefinitions.map(({ name }) => kafka.prefix + name), `${kafka.prefix}nowhere`]);
    expect(cluster.brokers.filter(({ isController }) => isController).length).toBeLessThanOrEqual(1);
    expect(cluster.topics.map(({ name }) => name).sort()).toEqual(topicDefinitions.map(({ name }) => kafka.prefix + name).sort());
    for (const definition of topicDefinitions) {
      const state = cluster.topics.find(({ name }) => name === kafka.prefix + definition.name);
      expect([definition.name, state?.replicas, topicProblems(definition, state)]).toEqual([definition.name, 1, []]);
    }
    await expect(readCluster({ brokers: ['127.0.0.1:9'], clientId: 'system test' }, [])).rejects.toThrow();
  });
});
