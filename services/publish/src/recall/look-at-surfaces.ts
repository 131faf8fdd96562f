import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { CopyState, OutgoingEvent } from '@wiredesk/contracts';
import { Outbox } from '@wiredesk/messaging';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, type Clock, LOG, type Log, Metrics, Repeating } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { DeliveryWake } from '../deliver/wake.js';
import { surfaceOf } from '../surfaces/registry.js';
import type { Finding, OwnSurface, Seen } from '../surfaces/surface.js';
import { lookAgain, nextCopyState } from './decide.js';
import { FetchPlaces } from './fetch-places.js';
import { RecallBook } from './recall-book.js';
import { isAnythingToDo, takeRecallsToLook, takeRecallsToRelease, type RecallRow } from './recall.store.js';
import { isTitleShared, soughtArticles, type SoughtRow } from './sought.store.js';

const lookEveryMs = 2_000;
const leaseMs = 60_000;
const untoldPerStep = 500;
const releasedPerStep = 1_000;
const looked = { places: 64, rows: 5_000 } as const;
const writtenPerStep = 500;
const placesAtOnce = 8;

/**
 * Proves that what must be gone is gone: every place of ours on which an article of a recall ever stood is fetched,
 * over HTTP like a reader does, and looked at. It also tells rights what is owed, before it says that any of it is
 * gone, and releases the copies of lifted holds.
 */
@Injectable()
export class LookAtSurfaces implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repeating: Repeating;
  private readonly seconds;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly book: RecallBook,
    private readonly places: FetchPlaces,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    wake: DeliveryWake,
    metrics: Metrics,
  ) {
    this.repeating = new Repeating({ name: 'recall', step: () => this.step(), everyMs: lookEveryMs, log });
    this.seconds = metrics.histogram('wiredesk_recall_verified_seconds', 'From a copy becoming owed until it was seen gone.', ['surface']);
    wake.onWake(() => this.repeating.wake());
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeating.stop();
    await this.places.close();
  }

  private async step(): Promise<boolean> {
    if (!(await isAnythingToDo(this.dataSource, this.clock.now()))) return false;
    const more = await this.outbox.transaction(async (tx, emit) => {
      const released = await this.release(tx, emit);
      return (await this.book.tellOwed(tx, emit, untoldPerStep, this.clock.now())) === untoldPerStep || released;
    });
    return more || this.look();
  }

  private async release(tx: Tx, emit: (events: readonly OutgoingEvent[]) => void): Promise<boolean> {
    const now = this.clock.now();
    const next = await takeRecallsToRelease(tx, releasedPerStep, now);
    if (!next) return false;
    const rows = next.rows.filter((row) => nextCopyState(row.state, 'released') !== undefined);
    await this.book.write(tx, emit, rows.map((row) => ({ row, states: ['released' as const], detail: 'the hold was lifted', lookAt: null })), now);
    return true;
  }

  /** Looks at what is due. Returns whether there was anything. */
  private async look(): Promise<boolean> {
    const now = this.clock.now();
    if (!this.places.canFetch) return false;
    const rows = await inTransaction(this.dataSource, (tx) => takeRecallsToLook(tx, now, new Date(now.getTime() + leaseMs), looked));
    if (rows.length === 0) return false;
    const sought = await soughtArticles(this.dataSource, rows.map((row) => row.item_id));
    const groups = [...Map.groupBy(rows, (row) => `${row.surface} ${row.place} ${isShared(row) ? '' : row.item_id}`).values()];
    const found: { row: RecallRow; finding: Finding }[] = [];
    for (let at = 0; at < groups.length; at += placesAtOnce) {
      const slice = groups.slice(at, at + placesAtOnce);
      for (const findings of await Promise.all(slice.map((group) => this.lookAtPlace(group, sought)))) found.push(...findings);
    }
    for (let at = 0; at < found.length; at += writtenPerStep) await this.outbox.transaction((tx, emit) => this.writeFindings(tx, emit, found.slice(at, at + writtenPerStep)));
    return true;
  }

  private async lookAtPlace(rows: readonly RecallRow[], sought: ReadonlyMap<string, SoughtRow>): Promise<{ row: RecallRow; finding: Finding }[]> {
    const [first] = rows;
    const surface = first && surfaceOf(first.surface);
    if (!first || !surface || surface.kind !== 'own') return rows.map((row) => ({ row, finding: { gone: false, detail: `this version knows no surface ${row.surface}` } }));
    const path = surface.ask ? surface.ask(first.place, { itemId: first.item_id, title: sought.get(first.item_id)?.title ?? null }) : first.place;
    const seen = await this.places.fetch(path, surface.accept);
    return Promise.all(rows.map(async (row) => ({ row, finding: await this.judge(surface, seen, row, sought.get(row.item_id)) })));
  }

  /** A title that another live article has too proves nothing; that is asked only where the title was found. */
  private async judge(surface: OwnSurface, seen: Seen, row: RecallRow, article: SoughtRow | undefined): Promise<Finding> {
    const title = article?.title ?? null;
    const finding = surface.verify(seen, { itemId: row.item_id, title });
    if (finding.gone || title === null) return finding;
    const withoutTitle = surface.verify(seen, { itemId: row.item_id, title: null });
    return withoutTitle.gone && (await isTitleShared(this.dataSource, row.item_id, title)) ? withoutTitle : finding;
  }

  private async writeFindings(tx: Tx, emit: (events: readonly OutgoingEvent[]) => void, found: readonly { row: RecallRow; finding: Finding }[]): Promise<void> {
    const now = this.clock.now();
    await this.book.write(
      tx,
      emit,
      found.map(({ row, finding }) => {
        const again = lookAgain(row.looks, row.owed_at.getTime(), now.getTime());
        const next = nextCopyState(row.state, finding.gone ? 'seen-gone' : 'overdue');
        const states: CopyState[] = next && (finding.gone || again.overdue) ? [next] : [];
        if (finding.gone) this.seconds.observe({ surface: row.surface }, Math.max(0, now.getTime() - row.owed_at.getTime()) / 1_000);
        else if (again.overdue && next) this.log.error({ itemId: row.item_id, holdId: row.hold_id, surface: row.surface, place: row.place, finding: finding.detail }, 'a place of ours still shows what must be gone');
        return { row, states, detail: finding.detail, lookAt: finding.gone ? null : new Date(now.getTime() + again.inMs) };
      }),
      now,
    );
  }
}

const isShared = (row: RecallRow): boolean => {
  const surface = surfaceOf(row.surface);
  return surface?.kind === 'own' && surface.isShared;
};
