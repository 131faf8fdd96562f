import { Inject, Injectable } from '@nestjs/common';
import { bodyKey, getBodies, type BodyId } from '@wiredesk/content-store';
import type { Article } from '@wiredesk/content';
import { CLOCK, problem, Tokens, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { Source } from '../manage-sources/source.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { prove, type Claim } from '../prove-who-it-is/prove.js';
import { readProgress, readReceipt, recentReceipts, type Receipt, type ReceiptSummary } from './receipt.store.js';
import { receiptView, type ReceiptView } from './receipt-view.js';

/** Bodies that one answer shows what was understood of; the stages are shown of all. */
const understoodMax = 200;

/** What became of a push, for its source and for our own people. */
@Injectable()
export class Receipts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SourceDirectory,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The receipt, for a caller with any token of ours or with a proof of the source that it belongs to (over an empty
   * body). Problem 401 without either; 404 where there is none, or it is another source's.
   */
  async read(id: string, claim: Claim, url: string): Promise<ReceiptView> {
    const receipt = await readReceipt(this.dataSource, id);
    if (!this.isOurs(claim)) this.assertProof(receipt && (await this.directory.reread(receipt.sourceId)), claim);
    if (!receipt) throw unknown();
    const [progress, articles] = await Promise.all([readProgress(this.dataSource, itemIdsOf(receipt)), this.articlesOf(receipt)]);
    return receiptView(receipt, url, progress, articles);
  }

  /** The last pushes of a source, for the same callers. Problem 404 where there is no such source, or it is another one. */
  async recent(sourceId: string, claim: Claim, before: string | null, limit: number): Promise<ReceiptSummary[]> {
    const source = await this.directory.reread(sourceId);
    if (!this.isOurs(claim)) this.assertProof(source, claim);
    if (!source) throw problem(404, 'source-unknown', `There is no source "${sourceId.slice(0, 80)}".`);
    return recentReceipts(this.dataSource, sourceId, before, limit);
  }

  private isOurs(claim: Claim): boolean {
    const token = /^Bearer +(\S+)$/i.exec(String(claim.headers['authorization'] ?? ''))?.[1];
    return token !== undefined && this.tokens.callerOf(token) !== undefined;
  }

  private assertProof(source: Source | undefined, claim: Claim): void {
    const proof = prove(claim, source?.keys ?? [], this.clock.now());
    if (proof.ok) return;
    if (proof.code !== 'key-missing') throw unknown();
    throw problem(401, 'key-missing', 'Send "Authorization: Bearer <key>" with the key of the source that made this push, or an operator\'s token.', {
      headers: { 'www-authenticate': 'Basic realm="wiredesk receipt: any name, and the key of the source as password", charset="UTF-8"' },
    });
  }

  private async articlesOf(receipt: Receipt): Promise<Map<string, Article>> {
    const ids: BodyId[] = receipt.outcomes
      .flatMap(({ itemId, revision, outcome }) => (itemId !== null && revision !== null && storing.has(outcome) ? [{ itemId, revision }] : []))
      .slice(0, understoodMax);
    const bodies = await getBodies(this.dataSource, ids);
    return new Map(ids.flatMap((id) => {
      const body = bodies.get(bodyKey(id));
      return body && !body.erased ? [[id.itemId, body.article] as const] : [];
    }));
  }
}

const storing: ReadonlySet<string> = new Set(['new', 'revised']);
const itemIdsOf = (receipt: Receipt): string[] => receipt.outcomes.flatMap(({ itemId }) => (itemId === null ? [] : [itemId]));
const unknown = () => problem(404, 'receipt-unknown', 'There is no such receipt, or it belongs to another source than this key. Is the id whole?');
