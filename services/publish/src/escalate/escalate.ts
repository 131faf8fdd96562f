import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, Metrics, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { PublishConfig } from '../publish.config.js';
import { countOverdue, newestEscalations, noteLetter, raiseEscalations, takeDueEscalation, type DueEscalation, type NewEscalation } from './escalation.store.js';
import { letterOf, nextLetterAt } from './letter.decide.js';

const lookEveryMs = 15_000;
const sendTimeoutMs = 20_000;
const listed = 200;

interface Mailer {
  sendMail(message: { from: string; to: string; subject: string; text: string; messageId: string; headers: Record<string, string> }): Promise<unknown>;
  close(): void;
}

/**
 * People are told: by mail to the subscriber's contact and the operator (SMTP_URL; without it letters are written by
 * nobody and the rows say so), by `GET /v1/escalations`, which the console shows, and by a metric that alarms are on.
 * A letter is locked while it is sent; one whose process dies is sent again, under the same Message-ID.
 */
@Injectable()
export class Escalate implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repeating: Repeating;
  private readonly overdue;
  private mailer: Mailer | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.overdue = metrics.gauge('wiredesk_removals_overdue', 'Removals that subscribers have not acknowledged in time.');
    this.repeating = new Repeating({ name: 'escalations', everyMs: lookEveryMs, log, step: () => this.step() });
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeating.stop();
    this.mailer?.close();
  }

  /** Raised in the transaction that found it; people are told behind it. */
  async raise(tx: Tx, escalations: readonly NewEscalation[], now: Date): Promise<void> {
    if ((await raiseEscalations(tx, escalations, now)) > 0) setImmediate(() => this.repeating.wake());
  }

  async list() {
    return { escalations: await newestEscalations(this.dataSource, listed) };
  }

  private async step(): Promise<boolean> {
    this.overdue.set({}, await countOverdue(this.dataSource));
    return inTransaction(this.dataSource, async (tx) => {
      const now = this.clock.now();
      const due = await takeDueEscalation(tx, now);
      if (!due) return false;
      await noteLetter(tx, due.id, await this.write(due, now));
      return true;
    });
  }

  private async write(due: DueEscalation, now: Date): Promise<{ dueAt: Date | null; mailedAt: Date | null; error: string | null }> {
    const letter = letterOf(due, { operator: this.config.ESCALATION_MAIL_TO, portalName: this.config.PORTAL_NAME, publicUrl: this.config.PUBLIC_URL ?? this.config.PORTAL_PUBLIC_URL });
    if (!letter) return { dueAt: null, mailedAt: null, error: due.open ? 'nobody to write to: neither its contact nor ESCALATION_MAIL_TO is a mail address' : null };
    if (this.config.SMTP_URL === undefined) return { dueAt: null, mailedAt: null, error: 'no mail server: SMTP_URL is not set' };
    try {
      this.mailer ??= await this.connect(this.config.SMTP_URL);
      const messageId = `<escalation-${due.id}@${new URL(this.config.PORTAL_PUBLIC_URL).hostname}>`;
      await this.mailer.sendMail({ from: this.config.MAIL_FROM, to: letter.to.join(', '), subject: letter.subject, text: letter.text, messageId, headers: { 'auto-submitted': 'auto-generated' } });
      return { dueAt: null, mailedAt: now, error: null };
    } catch (error) {
      this.log.warn({ escalationId: due.id, attempts: due.attempts + 1, reason: (error as Error).message }, 'a letter to a subscriber was not sent this time');
      return { dueAt: nextLetterAt(due.attempts + 1, now.getTime()), mailedAt: null, error: (error as Error).message.slice(0, 300) };
    }
  }

  private async connect(url: string): Promise<Mailer> {
    const { createTransport } = await import('nodemailer');
    return createTransport({ url, connectionTimeout: sendTimeoutMs, greetingTimeout: sendTimeoutMs, socketTimeout: sendTimeoutMs, disableFileAccess: true, disableUrlAccess: true });
  }
}
