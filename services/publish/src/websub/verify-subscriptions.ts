import { randomBytes } from 'node:crypto';

import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, LOG, Outgoing, problem, timingSafeEqualText, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { verificationUrl } from './subscription.decide.js';
import { removeSubscription, writeSubscription } from './websub.store.js';

/** A request that was accepted and is to be verified. */
export interface Intent {
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly callback: string;
  /** Absolute, as it was asked for. */
  readonly topic: string;
  readonly path: string;
  readonly secret: string | null;
  readonly leaseSeconds: number;
}

const atOnceMax = 8;
const waitingMax = 1_000;
const perOriginPerMinuteMax = 30;
const originsMax = 10_000;
const challengeBytes = 24;
const verifyTimeoutMs = 10_000;
const answerBytesMax = 4_096;
const minuteMs = 60_000;

/**
 * Asks callbacks whether they want what was asked for in their name (§5.3), after the request was answered. A target
 * is asked so many times a minute and no more, whoever asks: a hub must not be a means to flood somebody.
 */
@Injectable()
export class VerifySubscriptions implements OnApplicationShutdown {
  private readonly waiting: Intent[] = [];
  private readonly running = new Set<Promise<void>>();
  private asked = new Map<string, number>();
  private minute = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.waiting.length = 0;
    await Promise.all(this.running);
  }

  /** Takes an intent. Throws 429 for a target that is asked too often, 503 where too many wait. */
  take(intent: Intent): void {
    const minute = Math.floor(this.clock.now().getTime() / minuteMs);
    if (minute !== this.minute || this.asked.size > originsMax) [this.minute, this.asked] = [minute, new Map()];
    const { origin } = new URL(intent.callback);
    const count = this.asked.get(origin) ?? 0;
    if (count >= perOriginPerMinuteMax) throw problem(429, 'target-asked-too-often', `${origin} was asked to verify ${perOriginPerMinuteMax} times in this minute. Try again in the next.`, { retryAfterSeconds: 60 });
    if (this.waiting.length >= waitingMax) throw problem(503, 'verifications-waiting', 'Too many verifications are waiting. Try again in a minute.', { retryAfterSeconds: 60 });
    this.asked.set(origin, count + 1);
    this.waiting.push(intent);
    this.next();
  }

  private next(): void {
    while (this.running.size < atOnceMax) {
      const intent = this.waiting.shift();
      if (!intent) return;
      const run = this.verify(intent).finally(() => {
        this.running.delete(run);
        this.next();
      });
      this.running.add(run);
    }
  }

  private async verify(intent: Intent): Promise<void> {
    const challenge = randomBytes(challengeBytes).toString('base64url');
    try {
      const answer = await this.outgoing.call(verificationUrl(intent.callback, { ...intent, challenge }), { timeoutMs: verifyTimeoutMs, bytesMax: answerBytesMax });
      if (answer.status < 200 || answer.status > 299 || !timingSafeEqualText(answer.body.toString('utf8').trim(), challenge)) throw new Error(`answered ${answer.status} without the challenge`);
      const now = this.clock.now();
      if (intent.mode === 'unsubscribe') await removeSubscription(this.dataSource, intent.path, intent.callback);
      else await writeSubscription(this.dataSource, { id: uuidv7(), topic: intent.path, callback: intent.callback, secret: intent.secret, leaseUntil: new Date(now.getTime() + intent.leaseSeconds * 1_000) }, now);
    } catch (error) {
      this.log.info({ callback: new URL(intent.callback).origin, mode: intent.mode, topic: intent.path, reason: (error as Error).message }, 'a WebSub request was not confirmed by its callback');
    }
  }
}
