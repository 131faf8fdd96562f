import { randomBytes } from 'node:crypto';

import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, type Clock, CONFIG, LOG, type Log, problem, Repeating, uuidv7 } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { queueMessage, releaseHeld } from '../deliver/delivery.store.js';
import { DeliveryWake } from '../deliver/wake.js';
import type { PublishConfig } from '../publish.config.js';
import { lockedSubscriber } from '../subscribers/subscriber.store.js';
import { advanceRun, endRun, insertRun, isAnyRunning, noteStepMessage, readRuns, takeRunningRuns, type Recorded, type RunRow, type RunView } from './conformance.store.js';
import { decideRun, messageOfStep, type Check, type Step } from './decide.js';

const everyMs = 1_000;
const runsPerStep = 20;
const tokenBytes = 32;

const newAckToken = (): string => randomBytes(tokenBytes).toString('hex');
const isCheck = (recorded: Recorded): recorded is Check => 'step' in recorded;

/** The conformance kit: puts a subscriber through a test article, a test kill, a stale message and a replay. */
@Injectable()
export class Conformance implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repeating: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly wake: DeliveryWake,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.repeating = new Repeating({ name: 'conformance', step: () => this.step(), everyMs, log });
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.repeating.stop();
  }

  /** Begins a run. Throws 404, or 409 where the subscriber is not active or one is running. */
  async begin(subscriberId: string) {
    const now = this.clock.now();
    const run = { id: uuidv7(), subscriberId, itemId: uuidv7(), ackToken: newAckToken() };
    await inTransaction(this.dataSource, async (tx) => {
      const subscriber = await lockedSubscriber(tx, subscriberId);
      if (!subscriber || subscriber.state === 'deleted') throw problem(404, 'subscriber-unknown', `There is no subscriber "${subscriberId}".`);
      if (subscriber.state !== 'active') throw problem(409, 'subscriber-not-active', `The subscriber is ${subscriber.state}; nothing would be sent. Make it active first.`);
      if (!(await insertRun(tx, run, now))) throw problem(409, 'run-in-progress', 'A conformance run is in progress. Wait for its end.');
      await this.send(tx, { id: run.id, subscriber_id: subscriberId, item_id: run.itemId }, 'publish', [], run.ackToken, now);
    });
    this.wake.wake();
    this.repeating.wake();
    return { id: run.id, state: 'running', itemId: run.itemId };
  }

  async list(subscriberId: string) {
    return { runs: (await readRuns(this.dataSource, subscriberId)).map(toReply) };
  }

  private async step(): Promise<boolean> {
    if (!(await isAnyRunning(this.dataSource))) return false;
    await inTransaction(this.dataSource, async (tx) => {
      for (const run of await takeRunningRuns(tx, runsPerStep)) await this.advance(tx, run);
    });
    this.wake.wake();
    return false;
  }

  private async advance(tx: Tx, run: RunRow): Promise<void> {
    const now = this.clock.now();
    const decision = decideRun({
      step: run.step,
      stepAtMs: run.step_at.getTime(),
      nowMs: now.getTime(),
      withinMs: this.config.CONFORMANCE_STEP_SECONDS * 1_000,
      answered: run.delivery_state === 'delivered' ? run.last_status : null,
      lastAnswer: run.last_answer,
      acknowledged: run.acknowledged,
    });
    if (decision.kind === 'wait') return;
    const checks = [...run.checks.filter(isCheck), decision.check];
    if (decision.kind === 'end') {
      await endRun(tx, run, decision.passed, checks, now);
      if (decision.passed) await releaseHeld(tx, run.subscriber_id, now);
      this.log.info({ subscriberId: run.subscriber_id, passed: decision.passed, step: run.step, seen: decision.check.seen }, 'a conformance run ended');
      return;
    }
    // A token of its own for each kill: an acknowledgement of the first one, repeated, says nothing of the second.
    const ackToken = newAckToken();
    await advanceRun(tx, run.id, decision.step, checks, ackToken, now);
    await this.send(tx, run, decision.step, checks, ackToken, now);
  }

  private async send(tx: Tx, run: Pick<RunRow, 'id' | 'subscriber_id' | 'item_id'>, step: Step, checks: readonly Check[], ackToken: string, now: Date): Promise<void> {
    const { type, detail } = messageOfStep(step, {
      itemId: run.item_id,
      portalUrl: this.config.PORTAL_PUBLIC_URL,
      ackUrl: `${this.config.PUBLIC_URL ?? this.config.PORTAL_PUBLIC_URL}/v1/acknowledgements/${ackToken}`,
      atIso: now.toISOString(),
      respondByIso: new Date(now.getTime() + this.config.CONFORMANCE_STEP_SECONDS * 1_000).toISOString(),
    });
    const deliveryId = await queueMessage(tx, { subscriberId: run.subscriber_id, type, detail }, now);
    await noteStepMessage(tx, run.id, [...checks, { deliveryId }]);
  }
}

const toReply = (run: RunView) => ({
  id: run.id,
  state: run.state,
  step: run.step,
  checks: run.checks.filter(isCheck),
  startedAt: run.started_at.toISOString(),
  finishedAt: run.finished_at?.toISOString() ?? null,
});
