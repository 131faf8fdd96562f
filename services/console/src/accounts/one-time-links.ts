import { createHash, randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, uuidv7, type Clock } from '@wiredesk/platform';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';
import { endSessionsOf } from '../sign-in/session.store.js';
import { peopleRoles, permissions } from '../sign-in/visitor.js';
import { createAccount, hasOperator, setPassword } from './account.store.js';
import { createLink, linkOf, useLink, type LinkPurpose, type OneTimeLink } from './links.store.js';
import { hashPassword } from './password-hash.js';
import { passwordFault, type PasswordFault } from './password.decide.js';

const linkHours: Readonly<Record<LinkPurpose, number>> = { first: 24, invite: 72, reset: 24 };
const tokenBytes = 32;
const oneFirstAccount = "select pg_advisory_xact_lock(hashtext('wiredesk console first account'))";

/** What the holder of a link sends. `name` counts for the first account only. */
export interface NewPassword {
  readonly name: string;
  readonly password: string;
  readonly again: string;
}

/** What came of it: the account, now with its password; or what is wrong with the password or name. */
export type Welcomed = { readonly accountId: string; readonly name: string } | { readonly fault: PasswordFault | 'name' };

export const accountNamePattern = /^[a-z0-9][a-z0-9._@+-]{1,99}$/;

/** One-time links by which people set a password: nobody else ever knows one, and none is there to begin with. */
@Injectable()
export class OneTimeLinks {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A new link; only its hash is kept, so it is shown now or never. Older ones of the account end. */
  async make(db: Tx | DataSource, purpose: LinkPurpose, accountId: string | null, by: string): Promise<{ readonly url: string; readonly expiresAt: Date }> {
    const token = randomBytes(tokenBytes).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + linkHours[purpose] * 3_600_000);
    await createLink(db, { digest: digestOf(token), purpose, accountId, by, now, expiresAt });
    return { url: `${this.config.PUBLIC_URL ?? `http://localhost:${this.config.PORT}`}/welcome/${token}`, expiresAt };
  }

  /** Problem 410 for a link that was used, is over, or never was: nobody learns which. */
  async read(token: string): Promise<OneTimeLink> {
    const link = await linkOf(this.dataSource, digestOf(token), this.clock.now());
    if (!link || (link.purpose === 'first' && (await hasOperator(this.dataSource)))) throw problem(410, 'link-over', 'This link was used already, or its time is over. An operator makes a new one under Users and keys; the first one is printed when the console starts.');
    return link;
  }

  /** Sets the password of a link's account (the first one is made), uses the link up and ends the account's sessions. */
  async welcome(token: string, sent: NewPassword): Promise<Welcomed> {
    const link = await this.read(token);
    const name = link.name ?? sent.name.trim().toLowerCase();
    if (!accountNamePattern.test(name)) return { fault: 'name' };
    const fault = passwordFault(sent.password, sent.again, name);
    if (fault) return { fault };
    const hash = await hashPassword(sent.password);
    return inTransaction(this.dataSource, async (tx) => {
      const now = this.clock.now();
      if (!(await useLink(tx, digestOf(token), now))) throw problem(410, 'link-over', 'This link was used at the same moment by somebody else.');
      if (link.accountId !== null) {
        await setPassword(tx, link.accountId, hash);
        await endSessionsOf(tx, { accountId: link.accountId }, null);
        return { accountId: link.accountId, name };
      }
      // Several replicas print a link each: of those who use them at the same moment, one makes the first account.
      await tx.query(oneFirstAccount);
      if (await hasOperator(tx)) throw problem(410, 'link-over', 'Somebody made the first account at the same moment. They can invite you.');
      const accountId = uuidv7();
      const made = await createAccount(tx, { accountId, name, displayName: name, origin: 'local', subject: null, passwordHash: hash, roles: peopleRoles, permissions, now, by: 'first link' });
      if (!made) throw problem(409, 'name-taken', 'Somebody has this name already. Choose another.');
      return { accountId, name };
    });
  }
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
