import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, LOG, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { RateLimit } from '../receive-item/rate-limit.js';
import type { ItemOutcome } from '../receive-item/plan.decide.js';
import { keepRefusal, writeCounts, type HourCounts, type Refusal } from './source-health.store.js';

const writeEveryMs = 5_000;
const refusalsKept = 50;
/** A source whose every call fails must not fill the database with samples of it. */
const refusalsPerSecond = 2;
const beginningChars = 200;
const hourMs = 3_600_000;

/** Everything that one refused call is remembered by. */
export interface RefusedCall {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly contentType: string | null;
  readonly body: Buffer;
}

/**
 * Counts what sources send, in memory, and writes it every five seconds: a crash loses that much of the statistics,
 * and a push costs no query for them.
 */
@Injectable()
export class SourceCounters implements OnApplicationBootstrap, OnApplicationShutdown {
  private counts = new Map<string, HourCounts>();
  private readonly samples = new RateLimit();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), writeEveryMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** A push was accepted. */
  accepted(sourceId: string, bytes: number, outcomes: readonly ItemOutcome[]): void {
    const counts = this.of(sourceId);
    counts.pushes += 1;
    counts.bytes += bytes;
    for (const { outcome } of outcomes) counts[columnOf[outcome]] += 1;
  }

  /** A call of a source that exists was refused as a whole. */
  refused(sourceId: string, call: RefusedCall): void {
    this.of(sourceId).refusedPushes += 1;
    const now = this.clock.now();
    if (this.samples.take(sourceId, refusalsPerSecond, now.getTime()) > 0) return;
    const refusal: Refusal = {
      id: uuidv7(),
      sourceId,
      refusedAt: now.toISOString(),
      status: call.status,
      code: call.code,
      detail: call.detail.slice(0, 1_000),
      contentType: call.contentType?.slice(0, 200) ?? null,
      bytes: call.body.length,
      beginning: beginningOf(call.body),
    };
    this.writing = this.writing.then(() => keepRefusal(this.dataSource, refusal, refusalsKept)).catch((error: unknown) => this.log.warn({ err: error, sourceId }, 'a refusal was not kept'));
  }

  /** Writes what was counted since the last time; what cannot be written is counted on. */
  async write(): Promise<void> {
    const counted = this.counts;
    this.counts = new Map();
    const work = this.writing.then(() => writeCounts(this.dataSource, [...counted.values()]));
    this.writing = work.catch((error: unknown) => {
      this.log.warn({ err: error }, 'source counters were not written this time');
      for (const count of counted.values()) this.addBack(count);
    });
    await this.writing;
  }

  private of(sourceId: string): HourCounts {
    const hour = new Date(Math.floor(this.clock.now().getTime() / hourMs) * hourMs).toISOString();
    const key = `${sourceId} ${hour}`;
    const known = this.counts.get(key);
    if (known) return known;
    const fresh: HourCounts = { sourceId, hour, pushes: 0, bytes: 0, accepted: 0, unchanged: 0, withdrawn: 0, refused: 0, refusedPushes: 0 };
    this.counts.set(key, fresh);
    return fresh;
  }

  private addBack(count: HourCounts): void {
    const key = `${count.sourceId} ${count.hour}`;
    const now = this.counts.get(key);
    if (!now) {
      this.counts.set(key, count);
      return;
    }
    for (const name of countNames) now[name] += count[name];
  }
}

const countNames = ['pushes', 'bytes', 'accepted', 'unchanged', 'withdrawn', 'refused', 'refusedPushes'] as const;

const columnOf = { new: 'accepted', revised: 'accepted', restored: 'accepted', unchanged: 'unchanged', older: 'unchanged', withdrawn: 'withdrawn', refused: 'refused' } as const;

const beginningOf = (body: Buffer): string =>
  new TextDecoder('utf-8').decode(body.subarray(0, beginningChars * 3)).replace(/\p{Cc}+/gu, ' ').slice(0, beginningChars);
