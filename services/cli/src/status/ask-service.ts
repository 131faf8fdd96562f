import { reasonOf } from '../api.js';
import type { ServiceName } from '../settings.js';
import { sumsIn } from './samples.js';

/** What a service says of itself; the numbers are null where it does not answer. */
export interface ServiceStatus {
  readonly service: ServiceName;
  readonly url: string;
  readonly ready: boolean;
  /** In its own words, what is not well. */
  readonly problems: readonly string[];
  readonly lag: number | null;
  readonly outboxRows: number | null;
  readonly outboxOldestSeconds: number | null;
  readonly deadLetters: number | null;
  readonly parked: number | null;
}

const timeoutMs = 5_000;

const ask = async (url: string, token?: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  return { status: answer.status, text: await answer.text() };
};

/** Asks one service for its health and, as who has the token, its numbers; one that is away is a status too. */
export const statusOf = async (service: ServiceName, url: string, token: string): Promise<ServiceStatus> => {
  const unknown = { service, url, lag: null, outboxRows: null, outboxOldestSeconds: null, deadLetters: null, parked: null };
  try {
    const [health, metrics] = await Promise.all([ask(`${url}/health/ready`), ask(`${url}/metrics`, token)]);
    if (metrics.status !== 200) return { ...unknown, ready: health.status === 200, problems: [...problemsIn(health.text), `its numbers were refused with ${metrics.status}: is the token one of this stack?`] };
    const sums = sumsIn(metrics.text);
    const number = (name: string): number => sums.get(name) ?? 0;
    return {
      service,
      url,
      ready: health.status === 200,
      problems: problemsIn(health.text),
      lag: number('wiredesk_consumer_lag_messages'),
      outboxRows: number('wiredesk_outbox_rows'),
      outboxOldestSeconds: number('wiredesk_outbox_oldest_seconds'),
      deadLetters: number('wiredesk_dead_letters'),
      parked: number('wiredesk_parked_messages'),
    };
  } catch (error) {
    return { ...unknown, ready: false, problems: [`does not answer: ${reasonOf(error)}`] };
  }
};

const problemsIn = (text: string): string[] => {
  try {
    const { checks, notices } = JSON.parse(text) as { checks?: Readonly<Record<string, string>>; notices?: readonly string[] };
    return [...Object.entries(checks ?? {}).filter(([, state]) => state !== 'ok').map(([name, state]) => `${name}: ${state}`), ...(notices ?? [])];
  } catch {
    return [`its health cannot be read: ${text.slice(0, 120)}`];
  }
};
