import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { onAuditAppended } from '../audit-log/audit.store.js';
import { casesById, targetsOfCase } from '../cases/case.store.js';
import { notice } from '../order-takedown/notice.js';
import type { RightsConfig } from '../rights.config.js';
import { lettersFor } from './compose.decide.js';
import { contactsOf, lockUntoldCases, saveLetters, untoldEvents } from './letter.store.js';
import { SendLetters } from './send-letters.js';

const casesPerStep = 20;
const lookEveryMs = 5_000;
/** For the transaction of what happened to commit, and so that what happens at once is told in one letter. */
const settleMs = 500;

/** Writes what is owed to the parties of a case, moments after it happened; the notice itself waits for none of it. */
@Injectable()
export class WriteLetters implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly writing: Repeating;
  private settling: NodeJS.Timeout | undefined;
  private forget: (() => void) | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sending: SendLetters,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.writing = new Repeating({ name: 'letters', step: () => this.step(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.forget = onAuditAppended(() => {
      this.settling ??= setTimeout(() => {
        this.settling = undefined;
        this.writing.wake();
      }, settleMs).unref();
    });
    this.writing.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.forget?.();
    clearTimeout(this.settling);
    await this.writing.stop();
  }

  private async step(): Promise<boolean> {
    const { cases, letters } = await inTransaction(this.dataSource, (tx) => this.write(tx));
    if (letters > 0) {
      this.log.info({ cases, letters }, 'letters written');
      this.sending.wake();
    }
    return cases === casesPerStep;
  }

  private async write(tx: Tx): Promise<{ cases: number; letters: number }> {
    const caseIds = await lockUntoldCases(tx, casesPerStep);
    if (caseIds.length === 0) return { cases: 0, letters: 0 };
    const events = await untoldEvents(tx, caseIds);
    let letters = 0;
    for (const one of await casesById(tx, caseIds)) {
      const own = events.filter(({ caseId }) => caseId === one.caseId);
      const targets = await targetsOfCase(tx, one.caseId);
      const written = lettersFor({
        ...one, notice: notice.parse(one.notice), events: own, targets, operator: this.config.OPERATOR_NAME, publicUrl: this.config.RIGHTS_PUBLIC_URL, mail: this.config.SMTP_URL !== undefined,
        contacts: await contactsOf(tx, targets.flatMap(({ sourceId }) => (sourceId === null ? [] : [sourceId]))),
      });
      await saveLetters(tx, written, own.map(({ eventId }) => eventId), this.clock.now());
      letters += written.length;
    }
    return { cases: caseIds.length, letters };
  }
}
