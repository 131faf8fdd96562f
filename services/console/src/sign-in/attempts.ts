import { createHash } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { countAttempt, forgiveAttempts } from './attempts.store.js';

/** In a quarter of an hour: of one address for one name, of all addresses for one name, of one address for all names. */
const perNameAndAddressMax = 10;
const perNameMax = 100;
const perAddressMax = 200; // A newsroom may stand behind one.
const waitSeconds = 300;

/** Slows down who guesses, without letting them lock somebody out of their account from elsewhere at once. */
@Injectable()
export class Attempts {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt, before anything is compared; `name` null where a token alone is shown. Problem 429 where there were
   * too many; the answer is the same for names that do not exist.
   */
  async take(name: string | null, address: string): Promise<void> {
    const now = this.clock.now();
    const ofName = name === null ? [] : ([[bucketOf('both', `${name} ${address}`), perNameAndAddressMax], [bucketOf('name', name), perNameMax]] as const);
    const limits = [...ofName, [bucketOf('address', address), perAddressMax]] as const;
    const tried = await Promise.all(limits.map(([bucket]) => countAttempt(this.dataSource, bucket, now)));
    if (limits.some(([, max], i) => (tried[i] ?? 0) > max)) throw problem(429, 'sign-in-slowed', 'Too many attempts. Wait five minutes and try again.', { retryAfterSeconds: waitSeconds });
  }

  /** It was them: their own failures are forgotten, those of others for their name stay. */
  async forgive(name: string, address: string): Promise<void> {
    await forgiveAttempts(this.dataSource, bucketOf('both', `${name} ${address}`));
  }
}

/** A digest: what people type into the wrong field is not kept. */
const bucketOf = (kind: string, text: string): string => `${kind}:${createHash('sha256').update(text).digest('base64url')}`;
