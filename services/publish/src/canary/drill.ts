import { setTimeout as sleep } from 'node:timers/promises';

import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, Metrics, problem, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import type { PublishConfig } from '../publish.config.js';
import { canaryArticle, medianOf, phaseOf } from './article.decide.js';
import { beginDrill, endDrill, isArticleLive, newestDrills, recallProgressOf, type DrillRow } from './canary.store.js';

const stepWithinMs = 60_000;
const lookEveryMs = 50;
const callTimeoutMs = 10_000;
const abandonedAfterMs = 10 * 60_000;
const drillsShown = 50;

const pushed = z.object({ items: z.array(z.object({ itemId: z.string() })).min(1) });
const placedHold = z.object({ holdId: z.string() });

/** What a drill has measured so far. */
interface Measured {
  itemId: string | null;
  publishedMs: number | null;
  darkMs: number | null;
  acknowledgedMs: number | null;
}

/**
 * The canary drill: pushes a marked article to ingest, waits until it is public, has rights hold it, and measures until
 * every place of ours was seen to be dark and every subscriber that had it acknowledged. What fails is an alarm.
 */
@Injectable()
export class CanaryDrill implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly ended;
  private readonly seconds;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.ended = metrics.counter('wiredesk_canary_drills_total', 'Canary drills by outcome.', ['outcome']);
    this.seconds = metrics.gauge('wiredesk_canary_seconds', 'What the last drill took, by phase.', ['phase']);
  }

  onApplicationBootstrap(): void {
    if (!this.config.CANARY_SOURCE_KEY || this.config.CANARY_EVERY_MINUTES === 0) return;
    this.timer = setInterval(() => void this.begin().catch((error: unknown) => this.log.error({ err: error }, 'a canary drill did not begin')), this.config.CANARY_EVERY_MINUTES * 60_000);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.running;
  }

  /** Begins a drill and does not wait for its end. Throws 409 where none is configured or one is running. */
  async begin(): Promise<{ id: string }> {
    if (!this.config.CANARY_SOURCE_KEY || !this.config.CANARY_RIGHTS_TOKEN) throw problem(409, 'canary-not-configured', 'Drills need CANARY_SOURCE_KEY (of a source made for them) and CANARY_RIGHTS_TOKEN (with the role rights-officer).');
    const [id, now] = [uuidv7(), this.clock.now()];
    if (!(await beginDrill(this.dataSource, id, now, new Date(now.getTime() - abandonedAfterMs)))) throw problem(409, 'drill-in-progress', 'A drill is in progress.');
    this.running = this.run(id);
    return { id };
  }

  /** The last drills, and the median time from the order of a hold until all was dark. */
  async list() {
    const drills = await newestDrills(this.dataSource, drillsShown);
    return { medianDarkMs: medianOf(drills.flatMap((drill) => (drill.state === 'passed' && drill.dark_ms !== null ? [drill.dark_ms] : []))) ?? null, drills: drills.map(toReply) };
  }

  private async run(id: string): Promise<void> {
    const measured: Measured = { itemId: null, publishedMs: null, darkMs: null, acknowledgedMs: null };
    let failure: string | null = null;
    try {
      await this.measure(id, measured);
    } catch (error) {
      failure = (error as Error).message.slice(0, 300);
    }
    const state = failure === null ? 'passed' : 'failed';
    this.ended.inc({ outcome: state });
    for (const [phase, ms] of [['published', measured.publishedMs], ['dark', measured.darkMs], ['acknowledged', measured.acknowledgedMs]] as const) if (ms !== null) this.seconds.set({ phase }, ms / 1_000);
    if (failure === null) this.log.info({ drillId: id, ...measured }, 'a canary drill passed');
    else this.log.error({ drillId: id, ...measured, reason: failure }, 'a canary drill failed: a takedown may not reach every place');
    const { itemId: item_id, publishedMs: published_ms, darkMs: dark_ms, acknowledgedMs: acknowledged_ms } = measured;
    await endDrill(this.dataSource, { id, state, item_id, published_ms, dark_ms, acknowledged_ms, detail: failure }, this.clock.now()).catch((error: unknown) => this.log.error({ err: error, drillId: id }, 'a canary drill could not be written down'));
  }

  private async measure(id: string, measured: Measured): Promise<void> {
    const pushedAt = performance.now();
    const itemId = await this.push(id, 'usable');
    measured.itemId = itemId;
    let holdId: string | undefined;
    try {
      await this.until('published', () => isArticleLive(this.dataSource, itemId));
      measured.publishedMs = Math.round(performance.now() - pushedAt);
      const heldAt = performance.now();
      const hold = placedHold.parse(await this.rights('/v1/holds', { scope: { kind: 'item', itemId }, reason: `canary drill ${id}`, reasonCode: 'canary-drill' })).holdId;
      holdId = hold;
      await this.until('dark', async () => phaseOf(await recallProgressOf(this.dataSource, hold)) !== 'waiting');
      measured.darkMs = Math.round(performance.now() - heldAt);
      await this.until('acknowledged', async () => phaseOf(await recallProgressOf(this.dataSource, hold)) === 'acknowledged');
      measured.acknowledgedMs = Math.round(performance.now() - heldAt);
    } finally {
      // Withdrawn first, so that the lift brings nothing back.
      await this.push(id, 'canceled');
      if (holdId !== undefined) await this.rights(`/v1/holds/${holdId}/lift`, { reason: `canary drill ${id} is over` });
    }
  }

  private async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const endsAt = performance.now() + stepWithinMs;
    while (!(await isSo())) {
      if (this.stopping.signal.aborted) throw new Error('the service is stopping');
      if (performance.now() > endsAt) throw new Error(`not ${what} within ${stepWithinMs / 1_000} s`);
      await sleep(lookEveryMs);
    }
  }

  private async push(id: string, pubstatus: 'usable' | 'canceled'): Promise<string> {
    const { CANARY_INGEST_URL, CANARY_SOURCE_ID, CANARY_SOURCE_KEY } = this.config;
    const answer = await this.post(`${CANARY_INGEST_URL}/v1/sources/${CANARY_SOURCE_ID}/items`, CANARY_SOURCE_KEY ?? '', canaryArticle(id, this.clock.now().toISOString(), pubstatus));
    return pushed.parse(answer).items[0]?.itemId ?? '';
  }

  private rights(path: string, body: object): Promise<unknown> {
    return this.post(`${this.config.RIGHTS_URL}${path}`, this.config.CANARY_RIGHTS_TOKEN ?? '', body);
  }

  /** To our own services, whose addresses are configuration. */
  private async post(url: string, token: string, body: object): Promise<unknown> {
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(callTimeoutMs), redirect: 'error' });
    if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}`);
    return answer.json();
  }
}

const toReply = (drill: DrillRow) => ({
  id: drill.id,
  state: drill.state,
  itemId: drill.item_id,
  startedAt: drill.started_at.toISOString(),
  publishedMs: drill.published_ms,
  darkMs: drill.dark_ms,
  acknowledgedMs: drill.acknowledged_ms,
  detail: drill.detail,
  finishedAt: drill.finished_at?.toISOString() ?? null,
});
