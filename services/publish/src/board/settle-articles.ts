import { Inject, Injectable } from '@nestjs/common';
import { outgoing, type OutgoingEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, uuidv7, type Clock } from '@wiredesk/platform';
import { evaluate, HoldIndex, isActive, nextChangeMs, type Hold, type Verdict } from '@wiredesk/usage-terms';

import { enqueueDeliveries } from '../deliver/enqueue.js';
import { DeliveryWake } from '../deliver/wake.js';
import { BoardVersion } from '../portal/page/board-version.js';
import { oweCopies } from '../recall/owe.js';
import type { PublishConfig } from '../publish.config.js';
import { channels, useOf, type ArticleRow, type Change, type Place } from './article.js';
import { appendRemovals, relist, writeSettlements } from './article.store.js';
import { settle } from './decide.js';
import { placeOf } from './place.js';
import { holdsOver } from './hold.store.js';

/** What a settling leaves to be done with its transaction: events to send, and whom to wake after the commit. */
export interface Settlements {
  readonly events: readonly OutgoingEvent[];
  readonly changes: readonly Change[];
  readonly afterCommit: () => void;
}

const nothingFollows: Settlements = { events: [], changes: [], afterCommit: () => undefined };

/**
 * The one place where an article becomes public, changes, goes dark or comes back: whatever changed in its row, the
 * rest follows here, in the same transaction: state, lists, the removals feed, deliveries, copies that are owed back.
 */
@Injectable()
export class SettleArticles {
  readonly place: Place;

  constructor(
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wake: DeliveryWake,
    private readonly board: BoardVersion,
  ) {
    this.place = placeOf(config);
  }

  /** Settles the rows of these articles that `lock` locks and gives; what holds them is asked in the same round trip. */
  async lockAndSettle(tx: Tx, itemIds: readonly string[], lock: Promise<readonly ArticleRow[]>): Promise<Settlements> {
    const [locked, holds] = await Promise.all([lock, holdsOver(tx, itemIds, this.place)]);
    const rows = locked.filter(mayBePublic);
    return rows.length === 0 ? nothingFollows : this.settleUnder(tx, rows, holds);
  }

  /** Settles rows that this transaction has locked; what holds them is asked only where it matters. */
  async settle(tx: Tx, locked: readonly ArticleRow[]): Promise<Settlements> {
    const rows = locked.filter(mayBePublic);
    return rows.length === 0 ? nothingFollows : this.settleUnder(tx, rows, await holdsOver(tx, rows.map((row) => row.item_id), this.place));
  }

  private async settleUnder(tx: Tx, rows: readonly ArticleRow[], holds: readonly Hold[]): Promise<Settlements> {
    const now = this.clock.now();
    const index = new HoldIndex();
    for (const hold of holds) index.apply(hold);
    const outcomes = rows.map((row) => {
      const { verdict, dueMs } = this.judge(row, index, now.getTime());
      return { row, ...settle(row, verdict, dueMs, now) };
    });
    const dirty = outcomes.filter((outcome) => outcome.dirty);
    writeSettlements(tx, dirty.map(({ row, settled }) => ({ itemId: row.item_id, settled })));
    const changes = dirty.flatMap(({ row, settled, change }): Change[] => (change === undefined ? [] : [{ kind: change, row: { ...row, ...settled } }]));
    await this.publishChanges(tx, changes, now);
    await this.oweUnderKnownHolds(tx, changes, index, now);
    return { events: changes.map((change) => this.eventOf(change, now)), changes, afterCommit: () => this.afterCommit(changes) };
  }

  /** Deliveries leave, and lists are built anew. */
  private afterCommit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    if (changes.some(({ kind }) => kind === 'taken_down')) this.wake.wake();
    else this.wake.shown();
    this.board.bump();
  }

  /** Permitted where one of our channels permits it; a hold for one channel alone leaves the others. */
  private judge(row: ArticleRow, index: HoldIndex, atMs: number): { verdict: Verdict; dueMs: number | undefined } {
    let refused: Verdict | undefined;
    let dueMs: number | undefined;
    for (const channel of channels) {
      const use = useOf(row, this.place, channel, atMs);
      const holds = index.covering(use);
      const next = nextChangeMs(row.terms, holds, atMs);
      if (next !== undefined) dueMs = Math.min(dueMs ?? next, next);
      const verdict = evaluate(use, row.terms, holds);
      if (verdict.permitted) return { verdict, dueMs };
      refused ??= verdict;
    }
    return { verdict: refused ?? { permitted: true }, dueMs };
  }

  private async publishChanges(tx: Tx, changes: readonly Change[], now: Date): Promise<void> {
    if (changes.length === 0) return;
    const idsOf = (wanted: readonly Change['kind'][]): string[] => changes.filter(({ kind }) => wanted.includes(kind)).map(({ row }) => row.item_id);
    relist(tx, idsOf(['updated', 'taken_down']), idsOf(['published', 'updated', 'restored']));
    appendRemovals(tx, changes.flatMap(({ kind, row }) => (kind === 'taken_down' || kind === 'restored' ? [{ kind, row }] : [])), now);
    await enqueueDeliveries(tx, changes, now);
  }

  /**
   * An article that goes dark by a hold which was there before it became covered (it joined a held story, say): the
   * sweep of that hold has passed already, so its copies are owed here.
   */
  private async oweUnderKnownHolds(tx: Tx, changes: readonly Change[], index: HoldIndex, now: Date): Promise<void> {
    const byHold = new Map<string, { hold: Hold; rows: ArticleRow[] }>();
    for (const { kind, row } of changes) {
      if (kind !== 'taken_down') continue;
      for (const hold of index.covering(useOf(row, this.place, 'portal', now.getTime()))) {
        if (!isActive(hold, now.getTime())) continue;
        const entry = byHold.get(hold.holdId) ?? { hold, rows: [] };
        entry.rows.push(row);
        byHold.set(hold.holdId, entry);
      }
    }
    for (const { hold, rows } of byHold.values()) await oweCopies(tx, hold, rows, now);
  }

  private eventOf({ kind, row }: Change, now: Date): OutgoingEvent {
    const at = now.toISOString();
    const base = {
      itemId: row.item_id,
      sourceId: row.source_id,
      storyId: row.story_id ?? row.item_id,
      revision: row.shown_revision,
      publication: row.publication,
      url: `${this.config.PORTAL_PUBLIC_URL}/articles/${row.item_id}`,
      at,
    };
    const meta = { id: uuidv7(), time: at };
    switch (kind) {
      case 'published':
        return outgoing('article.published', base, meta);
      case 'updated':
        return outgoing('article.updated', base, meta);
      case 'restored':
        return outgoing('article.restored', base, meta);
      case 'taken_down':
        return outgoing('article.taken_down', { ...base, httpStatus: row.down_status ?? 410, cause: row.down_cause ?? 'refused', holdId: row.down_hold_id }, meta);
    }
  }
}

/** Before all three topics have spoken nothing follows: two of three transactions of a new article end here. */
const mayBePublic = (row: ArticleRow): boolean => row.first_live_at !== null || (row.revision > 0 && row.placement > 0 && row.clearance > 0);
