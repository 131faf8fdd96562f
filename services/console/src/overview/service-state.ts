import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';

import type { ConsoleConfig } from '../console.config.js';
import { readSamples, type Samples } from './samples.js';

/** What a service says of itself at this moment. */
export interface ServiceState {
  readonly name: string;
  readonly url: string;
  readonly ready: boolean;
  /** What is not well, in the service's own words. */
  readonly problems: readonly string[];
  readonly outboxRows: number | null;
  readonly outboxOldestSeconds: number | null;
  readonly lag: number | null;
  readonly deadLetters: number | null;
  /** Of publish: what became of deliveries. */
  readonly deliveries: DeliveryState | null;
}

/** Deliveries: done since the process started, and those that wait, with how long the first of them is overdue. */
export interface DeliveryState {
  readonly delivered: number;
  readonly waiting: number;
  readonly overdueSeconds: number;
}

const askTimeoutMs = 2_000;
const answerCharsMax = 1_000_000;

/** Asks the other services how they are. */
@Injectable()
export class ServiceStates {
  private readonly token: string | undefined;
  private readonly services: readonly { name: string; url: string }[];

  constructor(@Inject(CONFIG) config: ConsoleConfig) {
    this.token = config.SERVICE_TOKEN;
    this.services = [
      { name: 'ingest', url: config.INGEST_URL },
      { name: 'dedupe', url: config.DEDUPE_URL },
      { name: 'rights', url: config.RIGHTS_URL },
      { name: 'publish', url: config.PUBLISH_URL },
    ];
  }

  /** All of them, at the same time; one that does not answer is said to be away. */
  ask(): Promise<ServiceState[]> {
    return Promise.all(this.services.map(({ name, url }) => stateOf(name, url, this.token)));
  }
}

const get = async (url: string, token?: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(askTimeoutMs), redirect: 'error' });
  return { status: answer.status, text: (await answer.text()).slice(0, answerCharsMax) };
};

const stateOf = async (name: string, url: string, token: string | undefined): Promise<ServiceState> => {
  const unknown = { name, url, outboxRows: null, outboxOldestSeconds: null, lag: null, deadLetters: null, deliveries: null };
  try {
    const [health, metrics] = await Promise.all([get(`${url}/health/ready`), get(`${url}/metrics`, token)]);
    if (metrics.status !== 200) return { ...unknown, ready: health.status === 200, problems: [`its figures were refused with ${metrics.status}: is SERVICE_TOKEN the one that it knows?`] };
    const samples = readSamples(metrics.text);
    return {
      name,
      url,
      ready: health.status === 200,
      problems: health.status === 200 ? [] : problemsOf(health.text),
      outboxRows: samples('wiredesk_outbox_rows') ?? 0,
      outboxOldestSeconds: samples('wiredesk_outbox_oldest_seconds') ?? 0,
      lag: samples('wiredesk_consumer_lag_messages') ?? 0,
      deadLetters: samples('wiredesk_dead_letters') ?? 0,
      deliveries: name === 'publish' ? deliveriesOf(samples) : null,
    };
  } catch (error) {
    return { ...unknown, ready: false, problems: [`does not answer: ${(error as Error).message}`] };
  }
};

const deliveriesOf = (samples: Samples): DeliveryState => ({
  delivered: samples('wiredesk_delivery_attempts_total', { outcome: 'delivered' }) ?? 0,
  waiting: samples('wiredesk_deliveries') ?? 0,
  overdueSeconds: samples('wiredesk_delivery_oldest_due_seconds') ?? 0,
});

const problemsOf = (text: string): string[] => {
  try {
    const { checks } = JSON.parse(text) as { checks?: Readonly<Record<string, string>> };
    return Object.entries(checks ?? {}).filter(([, value]) => value !== 'ok').map(([check, value]) => `${check}: ${value}`);
  } catch {
    return [text.slice(0, 200)];
  }
};
