import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, uuidv7, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { Act } from './act.decide.js';
import { enterAct, enterOutcome, type Outcome } from './audit.store.js';

/** Who acts: a visitor, or somebody who is not signed in yet. */
export interface Acting {
  readonly actor: string;
  readonly roles: readonly string[];
  readonly address: string;
}

const detailCharsMax = 500;

/**
 * The console's audit log: who, in which roles, from where, did what to what, and what came of it. An act is entered
 * before it is done, so that none goes unseen: where the log cannot be written, nothing is done.
 */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Enters an act, does it, and enters its outcome as `judge` reads it; one that throws is entered as refused and thrown on. */
  async record<T>(who: Acting, act: Act, work: () => Promise<T>, judge: (result: T) => { readonly outcome: Outcome; readonly detail: string | null } = () => ({ outcome: 'done', detail: null })): Promise<T> {
    const actId = uuidv7();
    await enterAct(this.dataSource, { actId, at: this.clock.now(), actor: who.actor, roles: who.roles, address: who.address, ...act });
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await this.end(actId, 'refused', (error as Error).message);
      throw error;
    }
    const { outcome, detail } = judge(result);
    await this.end(actId, outcome, detail);
    return result;
  }

  /** Enters something that is over as it is entered. */
  note(who: Acting, act: Act, outcome: Outcome = 'done', detail: string | null = null): Promise<void> {
    return this.record(who, act, async () => undefined, () => ({ outcome, detail }));
  }

  private end(actId: string, outcome: Outcome, detail: string | null): Promise<void> {
    return enterOutcome(this.dataSource, actId, this.clock.now(), outcome, detail === null ? null : detail.slice(0, detailCharsMax));
  }
}
