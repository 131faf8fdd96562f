import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { RightsConfig } from '../rights.config.js';
import { lockDueLetters, noteAttempt, type DueLetter } from './letter.store.js';
import { afterFailure } from './retry.decide.js';

const lookEveryMs = 30_000;
const sendTimeoutMs = 20_000;

interface Mailer {
  sendMail(message: { from: string; to: { name: string; address: string }; subject: string; text: string; messageId: string; headers: Record<string, string> }): Promise<unknown>;
  close(): void;
}

/**
 * Sends queued letters by SMTP, one at a time. A letter is locked while it is sent and noted in the same transaction: a
 * process that dies between the two sends it again, under the same Message-ID. Without SMTP_URL nothing is loaded and
 * nothing runs: letters wait for an officer.
 */
@Injectable()
export class SendLetters implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sending: Repeating;
  private mailer: Mailer | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.sending = new Repeating({ name: 'mail', step: () => inTransaction(this.dataSource, (tx) => this.step(tx)), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    if (this.config.SMTP_URL !== undefined) this.sending.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sending.stop();
    this.mailer?.close();
  }

  /** Letters were queued. */
  wake(): void {
    this.sending.wake();
  }

  private async step(tx: Tx): Promise<boolean> {
    const now = this.clock.now();
    const [letter] = await lockDueLetters(tx, now, 1);
    if (!letter) return false;
    const error = await this.send(letter);
    const attempts = letter.attempts + 1;
    if (error === null) await noteAttempt(tx, letter.letterId, { state: 'sent', dueAt: now, error: null, sentAt: now });
    else await noteAttempt(tx, letter.letterId, { ...afterFailure(attempts, now), error: error.slice(0, 300), sentAt: null });
    // No address and no subject: what is logged is seen by more people than may see a notice.
    this.log.info({ letterId: letter.letterId, attempts, error }, error === null ? 'letter sent' : 'letter not sent this time');
    return true;
  }

  /** What went wrong; null where the mail server took it. */
  private async send({ letterId, toName, toAddress, subject, body }: DueLetter): Promise<string | null> {
    if (toAddress === null) return 'no address';
    try {
      this.mailer ??= await this.connect();
      await this.mailer.sendMail({
        from: this.config.MAIL_FROM, to: { name: toName ?? '', address: toAddress }, subject, text: body, messageId: `<${letterId}@${new URL(this.config.RIGHTS_PUBLIC_URL).hostname}>`,
        headers: { 'auto-submitted': 'auto-generated' },
      });
      return null;
    } catch (error) {
      return (error as Error).message.replaceAll(toAddress, '<address>');
    }
  }

  private async connect(): Promise<Mailer> {
    const { createTransport } = await import('nodemailer');
    return createTransport({ url: this.config.SMTP_URL, connectionTimeout: sendTimeoutMs, greetingTimeout: sendTimeoutMs, socketTimeout: sendTimeoutMs, disableFileAccess: true, disableUrlAccess: true });
  }
}
