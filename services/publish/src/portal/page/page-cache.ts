import { Inject, Injectable } from '@nestjs/common';
import { isTransient } from '@wiredesk/persistence';
import { CLOCK, LOG, Metrics, type Clock, type Log } from '@wiredesk/platform';

import { Gate } from '../../hold-lane/gate.js';
import { BoardVersion } from './board-version.js';
import { BoundedLru } from './bounded-lru.js';
import type { Page } from './page.js';

/** How a page is made. `load` waits for the database and asks nothing of the gate; `render` asks the gate and must not wait. */
export interface Recipe<L> {
  /** Names the page among all pages. */
  readonly key: string;
  /** A list: it is built anew as soon as this replica commits a change. */
  readonly followsBoard: boolean;
  readonly load: () => Promise<L>;
  readonly render: (loaded: L) => Rendered;
}

export interface Rendered {
  readonly page: Page;
  /** When what it shows may change by time alone (terms and holds with a date); undefined for never. */
  readonly dueMs: number | undefined;
  /** False for what must be asked anew each time: unknown ids would fill the cache. */
  readonly keep: boolean;
}

interface Entry {
  readonly loaded: unknown;
  readonly loadedAtMs: number;
  readonly loadTookMs: number;
  readonly board: number;
  readonly ledger: number;
  readonly dueMs: number;
  readonly page: Page;
}

/** A loading that may be shared; `began` is what it cannot be newer than. */
interface Loading {
  readonly began: Pick<Entry, 'loadedAtMs' | 'board'>;
  readonly loaded: Promise<unknown>;
}

/** From this age on a page is loaded anew, so that what another replica committed is seen. Holds do not wait for it: they change the ledger's version. */
const freshMs = 250;
/** Up to this age readers get what is there while it is loaded anew; beyond, they wait. */
const ageMsMax = 1_000;
/** Under a stream of commits a list is built anew when the last building cost no more than a fifth of the time since. */
const rebuildShare = 5;
const pagesMax = 4_000;
const pagesWeightMax = 96 * 1024 * 1024;
const loadedWeight = 3;
const loadsInFlightMax = 500;

/**
 * Pages, ready to send. A page is only ever sent if the hold ledger is the very one that was asked when it was made:
 * otherwise the gate is asked again first, without waiting for the database. With the database away, what was
 * loaded before goes on being served, gated by a ledger that has its own limit of age (`Gate.assertFresh`).
 */
@Injectable()
export class PageCache {
  private readonly pages = new BoundedLru<Entry>(pagesMax, pagesWeightMax);
  private readonly loading = new Map<string, Loading>();
  private readonly asked;

  constructor(
    private readonly gate: Gate,
    private readonly board: BoardVersion,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.asked = metrics.counter('wiredesk_portal_pages_total', 'Pages asked for, by where they came from.', ['from']);
  }

  /** The page as it is at this moment. Throws problem 503 where the hold ledger is not fresh, or the loading's error. */
  async get<L>(recipe: Recipe<L>): Promise<Page> {
    this.gate.assertFresh();
    const known = this.pages.get(recipe.key);
    const nowMs = this.clock.now().getTime();
    if (known && this.isUsable(known, recipe, nowMs)) {
      if (nowMs - known.loadedAtMs > freshMs) this.renew(recipe, known, nowMs);
      if (known.ledger === this.gate.version && nowMs < known.dueMs) {
        this.asked.inc({ from: 'cache' });
        return known.page;
      }
      this.asked.inc({ from: 'gate' });
      return this.finish(recipe, known.loaded as L, known);
    }
    this.asked.inc({ from: 'database' });
    return this.loadAndFinish(recipe, known, nowMs);
  }

  private isUsable<L>(known: Entry, recipe: Recipe<L>, nowMs: number): boolean {
    const ageMs = nowMs - known.loadedAtMs;
    if (ageMs > ageMsMax) return false;
    return !recipe.followsBoard || known.board === this.board.version || ageMs < known.loadTookMs * rebuildShare;
  }

  /** Loads it beside the readers. A failure is met again, and reported, by the first reader who has to wait. */
  private renew<L>(recipe: Recipe<L>, known: Entry, nowMs: number): void {
    if (this.loading.has(recipe.key)) return;
    this.loadAndFinish(recipe, known, nowMs).catch((error: unknown) => this.log.debug({ reason: (error as Error).message, page: recipe.key }, 'a page cannot be loaded anew'));
  }

  private async loadAndFinish<L>(recipe: Recipe<L>, known: Entry | undefined, nowMs: number): Promise<Page> {
    const startedAt = performance.now();
    const { began, loaded } = this.load(recipe, known, nowMs);
    const value = (await loaded) as L;
    this.gate.assertFresh();
    return this.finish(recipe, value, { ...began, loadTookMs: performance.now() - startedAt });
  }

  /** Readers of one page who come while it is loaded share the loading. */
  private load<L>(recipe: Recipe<L>, known: Entry | undefined, nowMs: number): Loading {
    const inFlight = this.loading.get(recipe.key);
    if (inFlight) return inFlight;
    const loaded = recipe
      .load()
      .catch((error: unknown) => {
        if (known && isTransient(error)) return known.loaded as L;
        throw error;
      })
      .finally(() => this.loading.delete(recipe.key));
    const loading = { began: { loadedAtMs: nowMs, board: this.board.version }, loaded };
    if (this.loading.size < loadsInFlightMax) this.loading.set(recipe.key, loading);
    return loading;
  }

  /** Nothing here waits: the ledger that the gate is asked with is the one whose version is noted. */
  private finish<L>(recipe: Recipe<L>, loaded: L, times: Pick<Entry, 'loadedAtMs' | 'loadTookMs' | 'board'>): Page {
    const ledger = this.gate.version;
    const { page, dueMs, keep } = recipe.render(loaded);
    if (!keep) this.pages.delete(recipe.key);
    else this.pages.set(recipe.key, { ...times, loaded, ledger, dueMs: dueMs ?? Number.POSITIVE_INFINITY, page }, page.body.length * loadedWeight);
    return page;
  }
}
