import { Injectable } from '@nestjs/common';

/** Throws, with a sentence, while the part is not ready. */
export type ReadinessCheck = () => void | Promise<void>;

/** A sentence while something is not well that mends itself and does not keep the part from taking work. */
export type Notice = () => readonly string[];

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | string>>;
  readonly notices: readonly string[];
}

const checkTimeoutMs = 2_000;

/** Parts of a service say here whether it may be given work. */
@Injectable()
export class Health {
  private readonly checks = new Map<string, ReadinessCheck>();
  private readonly notices: Notice[] = [];
  private stopping = false;

  /** Adds a part; the name is shown in `/health/ready`. */
  registerReadiness(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** Adds a part whose troubles are shown and do not count: with Kafka away, work is still taken, into the outbox. */
  registerNotice(notice: Notice): void {
    this.notices.push(notice);
  }

  /** From here on the service is not ready: it is going down and wants no new work. */
  stop(): void {
    this.stopping = true;
  }

  async report(): Promise<ReadinessReport> {
    const results: Record<string, string> = {};
    await Promise.all([...this.checks].map(async ([name, check]) => (results[name] = await outcomeOf(check))));
    if (this.stopping) results['stopping'] = 'the service is shutting down';
    return { ready: Object.values(results).every((result) => result === 'ok'), checks: results, notices: this.notices.flatMap((notice) => notice()) };
  }
}

const outcomeOf = async (check: ReadinessCheck): Promise<string> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not answer within ${checkTimeoutMs} ms`), checkTimeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve(check()).then(() => 'ok'), timeout]);
  } catch (error) {
    return (error as Error).message;
  } finally {
    clearTimeout(timer);
  }
};
