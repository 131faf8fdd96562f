import { Injectable } from '@nestjs/common';
import type { Tx } from '@wiredesk/persistence';

import type { Subscriber } from './subscriber.js';
import { readForSpreading, subscribersVersion } from './subscriber.store.js';

/** Everybody to whom changes are spread, read again only when somebody changed: there may be ten thousand. */
@Injectable()
export class SubscriberDirectory {
  private version = '';
  private subscribers: readonly Subscriber[] = [];

  /** As of this transaction. */
  async all(tx: Tx): Promise<readonly Subscriber[]> {
    const version = await subscribersVersion(tx);
    if (version !== this.version) {
      this.subscribers = await readForSpreading(tx);
      this.version = version;
    }
    return this.subscribers;
  }
}
