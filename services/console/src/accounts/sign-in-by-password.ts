import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { AuditTrail } from '../audit/audit-trail.js';
import type { ConsoleConfig } from '../console.config.js';
import { Attempts } from '../sign-in/attempts.js';
import { noteSignedIn, passwordOf, setPassword } from './account.store.js';
import { hashPassword, verifyPassword } from './password-hash.js';

/** Name and password of a local account. */
@Injectable()
export class SignInByPassword {
  constructor(
    private readonly dataSource: DataSource,
    private readonly attempts: Attempts,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The account; undefined where name and password do not belong together, in the same time and words whether the name
   * exists or not. Problem 429 after too many attempts.
   */
  async find(typedName: string, password: string, address: string): Promise<{ readonly accountId: string } | undefined> {
    const name = typedName.trim().toLowerCase();
    await this.attempts.take(name, address);
    const known = this.config.LOCAL_ACCOUNTS === '1' ? await passwordOf(this.dataSource, name) : undefined;
    const { right, outdated } = await verifyPassword(password, known?.passwordHash ?? undefined);
    const account = right ? known : undefined;
    const who = { actor: account ? `console:${account.name}` : '?', roles: account?.roles ?? [], address };
    // A name that nobody has may be a password in the wrong field: it is not kept.
    await this.audit.note(who, { act: 'session.begin', target: known ? `console:${known.name}` : null, details: null }, account ? 'done' : 'refused');
    if (!account) return undefined;
    if (outdated) await setPassword(this.dataSource, account.accountId, await hashPassword(password));
    await noteSignedIn(this.dataSource, account.accountId, this.clock.now());
    await this.attempts.forgive(name, address);
    return { accountId: account.accountId };
  }
}
