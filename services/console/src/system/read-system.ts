import { Inject, Injectable } from '@nestjs/common';
import { deadLetterTopicDefinitions, topicDefinitions } from '@wiredesk/contracts';
import { readCluster, topicProblems, type ClusterState, type TopicProblem, type TopicState } from '@wiredesk/messaging';
import { CONFIG, kafkaOptionsOf, Metrics, SystemFacts } from '@wiredesk/platform';

import { AskServices, type Answer, type ServiceName } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import type { Visitor } from '../sign-in/sign-in.js';
import { readLabelled, type LabelledSample } from './labelled-samples.js';
import type { SystemOf } from './system-answers.js';

/** A service with what it says of itself, or why it cannot be asked. */
export interface RunningPart {
  readonly name: string;
  readonly answer: Answer<SystemOf>;
  /** By topic, messages that its group has not handled; undefined where its figures cannot be read. */
  readonly lag: Readonly<Record<string, number>> | undefined;
  readonly outboxRows: number | undefined;
  readonly outboxOldestSeconds: number | undefined;
}

export interface TopicRow {
  readonly name: string;
  readonly producer: string;
  readonly wanted: { readonly cleanup: string; readonly retentionDays: number | undefined; readonly partitions: number | undefined };
  readonly state: TopicState | undefined;
  readonly problems: readonly TopicProblem[];
}

export type Topics = { readonly ok: true; readonly brokers: ClusterState['brokers']; readonly rows: readonly TopicRow[] } | { readonly ok: false; readonly detail: string };

const metricsTimeoutMs = 4_000;
const metricsCharsMax = 2_000_000;
const read = new Set(['wiredesk_consumer_lag_messages', 'wiredesk_outbox_rows', 'wiredesk_outbox_oldest_seconds']);
const others: readonly ServiceName[] = ['ingest', 'dedupe', 'rights', 'publish'];

/** Asks everything that runs what it is: the services, this one, and the cluster. */
@Injectable()
export class ReadSystem {
  constructor(
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    private readonly services: AskServices,
    private readonly facts: SystemFacts,
    private readonly metrics: Metrics,
  ) {}

  /** What the console says of itself. */
  async own(): Promise<RunningPart> {
    const [json, text] = await Promise.all([this.facts.read(), this.metrics.text()]);
    return { name: 'console', answer: { ok: true, status: 200, json }, ...figuresOf(readLabelled(text, read)) };
  }

  /** The other four at the same time. */
  parts(visitor: Visitor): Promise<RunningPart[]> {
    const urls: Readonly<Record<ServiceName, string>> = { ingest: this.config.INGEST_URL, dedupe: this.config.DEDUPE_URL, rights: this.config.RIGHTS_URL, publish: this.config.PUBLISH_URL };
    return Promise.all(
      others.map(async (name): Promise<RunningPart> => {
        const [answer, samples] = await Promise.all([this.services.get<SystemOf>(visitor, name, '/v1/system'), this.samplesOf(urls[name])]);
        return { name, answer, ...figuresOf(samples) };
      }),
    );
  }

  /** Every topic as it is beside how it is to be made. Never throws: an absent cluster is the answer. */
  async topics(): Promise<Topics> {
    const definitions = [...topicDefinitions, ...deadLetterTopicDefinitions];
    const prefix = this.config.KAFKA_TOPIC_PREFIX;
    try {
      const { brokers, topics } = await readCluster({ ...kafkaOptionsOf(this.config), clientId: 'wiredesk-console-system' }, definitions.map(({ name }) => prefix + name));
      const states = new Map(topics.map((state) => [state.name, state]));
      const rows = definitions.map((definition) => {
        const state = states.get(prefix + definition.name);
        return { name: definition.name, producer: definition.producer, wanted: { cleanup: definition.cleanup, retentionDays: definition.retentionDays, partitions: definition.partitions }, state, problems: topicProblems(definition, state) };
      });
      return { ok: true, brokers, rows };
    } catch (error) {
      return { ok: false, detail: (error as Error).message };
    }
  }

  private async samplesOf(url: string): Promise<LabelledSample[] | undefined> {
    try {
      const answer = await fetch(`${url}/metrics`, { headers: this.config.SERVICE_TOKEN === undefined ? {} : { authorization: `Bearer ${this.config.SERVICE_TOKEN}` }, signal: AbortSignal.timeout(metricsTimeoutMs), redirect: 'error' });
      return answer.ok ? readLabelled((await answer.text()).slice(0, metricsCharsMax), read) : undefined;
    } catch {
      // Said on the page by the answer of the service itself, which cannot be asked either.
      return undefined;
    }
  }
}

const figuresOf = (samples: readonly LabelledSample[] | undefined): Pick<RunningPart, 'lag' | 'outboxRows' | 'outboxOldestSeconds'> => {
  if (!samples) return { lag: undefined, outboxRows: undefined, outboxOldestSeconds: undefined };
  const lag = Object.fromEntries(samples.filter(({ name }) => name === 'wiredesk_consumer_lag_messages').map(({ labels, value }) => [labels['topic'] ?? '?', value]));
  const valueOf = (wanted: string): number => samples.find(({ name }) => name === wanted)?.value ?? 0;
  return { lag, outboxRows: valueOf('wiredesk_outbox_rows'), outboxOldestSeconds: valueOf('wiredesk_outbox_oldest_seconds') };
};
