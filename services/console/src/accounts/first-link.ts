import { rm, writeFile } from 'node:fs/promises';

import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, LOG, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';
import { hasOperator } from './account.store.js';
import { OneTimeLinks } from './one-time-links.js';

/**
 * Nobody has a password to begin with. As long as no operator has an account, each start prints a link by which the
 * first one makes theirs; it opens once, for a day.
 */
@Injectable()
export class FirstLink implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly links: OneTimeLinks,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.LOCAL_ACCOUNTS !== '1' || (await hasOperator(this.dataSource))) return this.leaveNoFile();
    const { url, expiresAt } = await this.links.make(this.dataSource, 'first', null, 'first start');
    this.log.warn({ link: url, expiresAt }, 'no operator has an account yet: this link makes the first one, once');
    if (this.config.FIRST_LINK_FILE !== undefined) await writeFile(this.config.FIRST_LINK_FILE, `${url}\n`, { mode: 0o600 });
  }

  private async leaveNoFile(): Promise<void> {
    if (this.config.FIRST_LINK_FILE !== undefined) await rm(this.config.FIRST_LINK_FILE, { force: true });
  }
}
