import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import { urlKey } from '@wiredesk/usage-terms';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import type { PublishConfig } from '../publish.config.js';
import { answerTo, type Answer, type Held, type KnownArticle } from './decide.js';
import { articlesByHashes, articlesByIds, articlesByUrls, type ReconciledRow } from './reconcile.store.js';
import { readTextHash } from './text-hash.js';

const perStep = 5_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells somebody who holds copies what to do with each. */
@Injectable()
export class Reconcile {
  private readonly ownPrefix: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    @Inject(CONFIG) config: PublishConfig,
  ) {
    this.ownPrefix = `${urlKey(config.PORTAL_PUBLIC_URL) ?? ''}/articles/`;
  }

  /** Answers in the order asked, some thousand at a time. Throws problem 503 while the hold ledger is too old. */
  async *answers(held: readonly Held[]): AsyncGenerator<Answer[]> {
    this.gate.assertFresh();
    for (let at = 0; at < held.length; at += perStep) {
      const slice = held.slice(at, at + perStep);
      const names = slice.map(({ asked }) => this.nameOf(asked));
      const ids = await articlesByIds(this.dataSource, unique(names.map((name) => name.itemId)));
      const urls = await articlesByUrls(this.dataSource, unique(names.map((name) => name.urlKey)));
      const hashes = await articlesByHashes(this.dataSource, unique(names.map((name) => name.hash)).map((hex) => Buffer.from(hex, 'hex')));
      const byHash = new Map(hashes.map((row) => [row.hash, row]));
      const byId = new Map(ids.map((row) => [row.item_id, row]));
      const byUrl = new Map(urls.map((row) => [row.upstream_url_key, row]));
      yield slice.map((one, index) => {
        const name = names[index];
        const row = name?.hash !== undefined ? byHash.get(name.hash) : name?.itemId !== undefined ? byId.get(name.itemId) : name?.urlKey !== undefined ? byUrl.get(name.urlKey) : undefined;
        return answerTo(one, row && this.known(row));
      });
    }
  }

  /** The hash of a text, our id, a URL of ours, or the upstream's URL. */
  private nameOf(asked: string): { itemId?: string; urlKey?: string; hash?: string } {
    const hash = readTextHash(asked);
    if (hash) return { hash: hash.toString('hex') };
    const id = asked.toLowerCase().replace(/^urn:uuid:/, '');
    if (uuid.test(id)) return { itemId: id };
    const key = urlKey(asked);
    if (key === undefined) return {};
    const tail = key.startsWith(this.ownPrefix) ? key.slice(this.ownPrefix.length) : '';
    return uuid.test(tail) ? { itemId: tail } : { urlKey: key };
  }

  private known(row: ReconciledRow): KnownArticle {
    const verdict = this.gate.verdict(row, 'webhook');
    const held = verdict.permitted ? undefined : verdict.reasons[0];
    return {
      itemId: row.item_id,
      state: row.state,
      publication: row.publication,
      permitted: verdict.permitted,
      httpStatus: row.down_status ?? held?.httpStatus ?? null,
      cause: row.down_cause ?? held?.code ?? null,
      canonicalItemId: row.canonical_item_id,
    };
  }
}

const unique = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined))];
