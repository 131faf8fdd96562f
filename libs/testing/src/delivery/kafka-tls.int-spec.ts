import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { topicDefinitions } from '@wiredesk/contracts';
import { kafkajsBroker } from '@wiredesk/messaging';

import { ownKafka, silentLog, whyNoOwnKafka, type OwnKafka } from '../index.js';

const workspace = resolve(import.meta.dirname, '../../../..');
const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? undefined : 'no openssl in the PATH';
const why = (await whyNoOwnKafka()) ?? noOpenssl;

/** A certificate of nobody's authority for 127.0.0.1; the broker takes key and chain from one PEM file. */
const certify = (dir: string): { chain: string; certificate: string } => {
  const [key, certificate, chain] = ['key.pem', 'certificate.pem', 'chain.pem'].map((name) => join(dir, name)) as [string, string, string];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=kafka', '-addext', 'subjectAltName=IP:127.0.0.1'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  writeFileSync(chain, readFileSync(key, 'utf8') + readFileSync(certificate, 'utf8'));
  return { chain, certificate };
};

(why === undefined ? describe : describe.skip)(`a Kafka that wants TLS and a login${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'kafka-tls-'));
  const { chain, certificate } = why === undefined ? certify(dir) : { chain: '', certificate: '' };
  let kafka: OwnKafka;

  beforeAll(async () => {
    kafka = await ownKafka({
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_SSL',
      'sasl.enabled.mechanisms': 'PLAIN',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'listener.name.plaintext.plain.sasl.jaas.config': 'org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="of-the-broker" user_broker="of-the-broker" user_ops="of-ops";',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': chain,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': certificate,
    });
  }, 120_000);
  afterAll(async () => {
    await kafka.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is used by the topics job, with the authority in NODE_EXTRA_CA_CERTS, and makes what is missing once', async () => {
    const job = async (): Promise<{ code: number; output: string }> => {
      const child = spawn(process.execPath, [join(workspace, 'deploy/docker/topics.mjs')], {
        env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: certificate, KAFKA_BROKERS: kafka.address, KAFKA_TLS: '1', KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'ops', KAFKA_SASL_PASSWORD: 'of-ops', KAFKA_PARTITIONS: '2' },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const [code] = (await once(child, 'exit')) as [number];
      return { code, output };
    };
    const first = await job();
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/^created \d+ topics: /) });
    for (const { name } of topicDefinitions) expect(first.output).toContain(name);
    expect(await job()).toEqual({ code: 0, output: 'topics are there, nothing changed\n' });
  }, 120_000);

  it('is not used where its certificate is of nobody that is trusted', async () => {
    const broker = kafkajsBroker({ brokers: [kafka.address], clientId: 'test', log: silentLog, tls: true, sasl: { mechanism: 'plain', username: 'ops', password: 'of-ops' } });
    await expect(broker.listTopics()).rejects.toThrow(/self-signed|self signed|certificate/i);
    await broker.close();
  }, 60_000);
});
