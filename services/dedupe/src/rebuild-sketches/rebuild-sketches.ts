import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { topics, type ItemReceived, type ReceivedEvent } from '@wiredesk/contracts';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { Rebuild, TopicFollower, type RebuildState } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, LOG, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { KnownBoilerplate } from '../boilerplate/known-boilerplate.js';
import { storedKeys } from '../placing/candidates.decide.js';
import { factsOf } from '../placing/facts.decide.js';
import type { Facts } from '../placing/facts.js';
import { newestOf } from '../placing/newest.decide.js';
import { firstIdAt, retention, thinned } from '../thin-sketches/thin.decide.js';
import { keepSketches, writeSketches, type SketchedAgain } from './sketch-again.store.js';

const noCommonKeys: ReadonlySet<number> = new Set();

/**
 * Makes every sketch anew from the items topic and the content store, while the present ones are looked up: after a
 * change of what a print holds, say. Stories and decisions stay as they are; nothing is placed or said again.
 */
@Injectable()
export class RebuildSketches implements OnApplicationShutdown {
  private readonly rebuild: Rebuild;

  constructor(
    dataSource: DataSource,
    follower: TopicFollower,
    private readonly prints: Fingerprinter,
    private readonly boilerplate: KnownBoilerplate,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.rebuild = new Rebuild({ dataSource, schema: 'dedupe', tables: ['sketch'], follower, log, topics: [{ topic: topics.items, apply: (tx, events) => this.sketch(tx, events) }] });
  }

  /** Begins in the background. Throws RebuildRunning where one runs. */
  start(): Promise<void> {
    return this.rebuild.start(() => this.clock.now());
  }

  state(): RebuildState {
    return this.rebuild.state();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rebuild.stop();
  }

  private async sketch(tx: Tx, events: readonly ReceivedEvent[]): Promise<void> {
    const received = newestOf(events.flatMap((event) => (event.type === 'item.received' ? [event.data as ItemReceived] : [])));
    const bodies = await getBodies(tx, received);
    const made = received.flatMap((item) => {
      const article = bodies.get(bodyKey(item))?.article;
      return article ? [this.sketchOf(factsOf({ item, article }, this.prints, this.boilerplate.of(item.sourceId)))] : [];
    });
    await writeSketches(tx, made);
    const done = new Set(made.map(({ itemId }) => itemId));
    const itemIds = new Set(events.map(({ data }) => (data as { itemId: string }).itemId));
    await keepSketches(tx, [...itemIds].filter((itemId) => !done.has(itemId)));
  }

  /** As old as it is: without what an old sketch has lost. */
  private sketchOf({ itemId, published, text, titleTokens }: Facts): SketchedAgain {
    const nowMs = this.clock.now().getTime();
    const print = { ...text, titleTokens };
    return {
      itemId,
      keys: itemId < firstIdAt(nowMs - retention.keysMs) ? [] : storedKeys(published.fromMs, text.keys, noCommonKeys),
      print: itemId < firstIdAt(nowMs - retention.sampleMs) ? thinned(print) : print,
    };
  }
}
