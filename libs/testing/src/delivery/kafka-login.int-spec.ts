import { ensureTopics, kafkajsBroker, type Broker } from '@wiredesk/messaging';
import { uuidv7 } from '@wiredesk/platform';

import { eventually, ownKafka, silentLog, startTestService, testDatabase, whyNoOwnKafka, type OwnKafka, type TestKafka } from '../index.js';
import { RecordingModule, recordingMigrations, seenBy, withdrawn } from './recording.js';

const noOwnKafka = await whyNoOwnKafka();
const user = (name: string, password: string): string => `user_${name}="${password}"`;

/** Everybody has to log in, the broker itself included. */
const loginSettings = {
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_PLAINTEXT',
  'sasl.enabled.mechanisms': 'PLAIN',
  'sasl.mechanism.inter.broker.protocol': 'PLAIN',
  'listener.name.plaintext.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="of-the-broker" ${user('broker', 'of-the-broker')} ${user('dedupe', 'of-dedupe')};`,
};

(noOwnKafka === undefined ? describe : describe.skip)(`a Kafka that wants a login${noOwnKafka === undefined ? '' : ` (skipped: ${noOwnKafka})`}`, () => {
  let kafka: OwnKafka;

  beforeAll(async () => {
    kafka = await ownKafka(loginSettings);
  }, 90_000);
  afterAll(() => kafka.close());

  const brokerAs = (password: string): Broker => kafkajsBroker({ brokers: [kafka.address], clientId: 'test', log: silentLog, sasl: { mechanism: 'plain', username: 'dedupe', password } });

  it('is used by a service that has one, and by no other', async () => {
    const prefix = 'login.';
    const broker = brokerAs('of-dedupe');
    await ensureTopics(broker, { prefix, partitions: 3, replicationFactor: 1 });
    await broker.close();
    const stranger = brokerAs('guessed');
    await expect(stranger.listTopics()).rejects.toThrow(/SASL/);
    await stranger.close();

    const database = await testDatabase({ schema: 'dedupe', migrations: recordingMigrations });
    const service = await startTestService({
      definition: { name: 'dedupe', module: RecordingModule },
      database,
      kafka: { brokers: [kafka.address], prefix } as TestKafka,
      environment: { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'dedupe', KAFKA_SASL_PASSWORD: 'of-dedupe' },
    });
    const item = uuidv7();
    await service.messaging.outbox.transaction(async (_tx, emit) => emit([withdrawn(item, 1)]));
    await eventually(async () => expect(await seenBy(database.dataSource, [item])).toEqual([[1]]), { withinMs: 20_000 });
    await service.stop();
    await database.close();
  }, 60_000);
});
