import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, problem, uuidv7, type Clock } from '@wiredesk/platform';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { DataSource } from 'typeorm';

import { accountById, changeGrants, createAccount, lockAccounts, setDisabled, type Account } from '../accounts/account.store.js';
import { spendLinksOf } from '../accounts/links.store.js';
import { OneTimeLinks } from '../accounts/one-time-links.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { endSessionsOf } from '../sign-in/session.store.js';
import type { Permission, PersonRole, Visitor } from '../sign-in/visitor.js';
import { grantFault, type GrantChange, type GrantFault } from './grants.decide.js';

/** A new colleague. */
export interface Invitation {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly PersonRole[];
  readonly permissions: readonly Permission[];
}

/** A link to hand over, shown once. */
export interface ShownLink {
  readonly url: string;
  readonly expiresAt: Date;
}

const sentences: Readonly<Record<GrantFault, string>> = {
  unknown: 'There is no such account.',
  own: 'Nobody changes what they themselves may. Ask another operator.',
  provider: 'The roles and the password of this account are kept by the identity provider. Here it can only be switched off.',
  'no-role': 'Give at least one role, or switch the account off.',
  'last-operator': 'This is the only operator with an account. Make another one first.',
  disabled: 'This account is switched off. Switch it on first.',
};

/** What operators do to accounts; each in one transaction with its check, and in the audit log. */
@Injectable()
export class ChangeAccount {
  constructor(
    private readonly dataSource: DataSource,
    private readonly links: OneTimeLinks,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** An account without a password, and the link by which its holder sets one. Problem 409 where the name is taken. */
  invite(by: Visitor, { name, displayName, roles, permissions }: Invitation): Promise<ShownLink> {
    return this.audit.record(by, { act: 'account.invite', target: `console:${name}`, details: { roles, permissions } }, () =>
      inTransaction(this.dataSource, async (tx) => {
        const accountId = uuidv7();
        const made = await createAccount(tx, { accountId, name, displayName, origin: 'local', subject: null, passwordHash: null, roles, permissions, now: this.clock.now(), by: by.actor });
        if (!made) throw problem(409, 'name-taken', 'There is an account of this name already.');
        return this.links.make(tx, 'invite', accountId, by.actor);
      }),
    );
  }

  /** Problem 404 or 409 with the reason where the change may not be made. A link is returned where one was asked for. */
  async change(by: Visitor, accountId: string, change: GrantChange): Promise<ShownLink | undefined> {
    const target = await this.nameOf(accountId);
    const details = change.kind === 'grants' ? { roles: change.roles, permissions: change.permissions } : null;
    return this.audit.record(by, { act: `account.${change.kind}`, target, details }, () =>
      inTransaction(this.dataSource, async (tx) => {
        const accounts = await lockAccounts(tx);
        const fault = grantFault(accounts, accountId, by.accountId, change);
        if (fault) throw problem(fault === 'unknown' ? 404 : 409, `account-${fault}`, sentences[fault]);
        return this.apply(tx, accounts, accountId, change, by.actor);
      }),
    );
  }

  private async apply(tx: Tx, accounts: readonly Account[], accountId: string, change: GrantChange, by: string): Promise<ShownLink | undefined> {
    const now = this.clock.now();
    switch (change.kind) {
      case 'grants':
        await changeGrants(tx, accountId, change.roles, change.permissions);
        return undefined;
      case 'disable':
        await setDisabled(tx, accountId, now);
        await spendLinksOf(tx, accountId, now);
        await endSessionsOf(tx, { accountId }, null);
        return undefined;
      case 'enable':
        await setDisabled(tx, accountId, null);
        return undefined;
      case 'link':
        return this.links.make(tx, accounts.find((one) => one.accountId === accountId)?.hasPassword ? 'reset' : 'invite', accountId, by);
    }
  }

  private async nameOf(accountId: string): Promise<string> {
    const account = await accountById(this.dataSource, accountId);
    return account ? `console:${account.name}` : accountId;
  }
}
