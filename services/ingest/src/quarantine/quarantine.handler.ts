import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOG, problem, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { heldWhereUntrusted } from '../hold-for-editor/hold-for-editor.js';
import type { Source } from '../manage-sources/source.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { AcceptPushes } from '../receive-item/accept-pushes.js';
import { newPush, readPayload, withItems, type Reading } from '../receive-item/payload.js';
import type { ItemOutcome } from '../receive-item/plan.decide.js';
import { previewPush } from '../receive-item/preview.js';
import type { Push } from '../receive-item/push.js';
import { discardCase, noteFailedRetry, readCases, readQuarantined, readReasons, type CaseFilter, type QuarantineCase, type QuarantinedPayload, type QuarantineReason } from './quarantine.store.js';

/** What became of one retried case. */
export type RetryOutcome =
  | { readonly id: string; readonly outcome: 'accepted'; readonly receiptId: string; readonly items: readonly ItemOutcome[] }
  | { readonly id: string; readonly outcome: 'failed-again'; readonly code: string; readonly detail: string }
  | { readonly id: string; readonly outcome: 'closed-already' };

/** What a retry would make of a case; nothing was changed. */
export type RetryPreview =
  | { readonly id: string; readonly outcome: 'would-be-accepted'; readonly items: readonly ItemOutcome[] }
  | { readonly id: string; readonly outcome: 'would-fail-again'; readonly code: string; readonly detail: string };

const casesPerPageMax = 200;
const triesMax = 3;

/** Bodies that were kept because they could not be read, for operators. */
@Injectable()
export class Quarantine {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SourceDirectory,
    private readonly pushes: AcceptPushes,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Cases, newest first; `next` is the `before` of the next page, null where there is none. */
  async list(filter: CaseFilter, limit = casesPerPageMax): Promise<{ cases: QuarantineCase[]; next: string | null }> {
    const cases = await readCases(this.dataSource, filter, Math.min(limit, casesPerPageMax));
    return { cases, next: cases.length === limit ? (cases.at(-1)?.id ?? null) : null };
  }

  /** The bytes as they came. */
  async payload(id: string): Promise<QuarantinedPayload> {
    const payload = await readQuarantined(this.dataSource, id);
    if (!payload) throw unknown(id);
    return payload;
  }

  /** Closes a case for good, with a reason that its source can read in its receipt. */
  async discard(id: string, by: string, reason: string): Promise<void> {
    if (!(await discardCase(this.dataSource, id, by, reason))) throw problem(409, 'case-not-open', 'There is no open case of this id: it was retried or discarded before.');
    this.log.info({ quarantineId: id, by, reason }, 'quarantined body discarded');
  }

  /** Open cases by source and reason. */
  reasons(): Promise<QuarantineReason[]> {
    return readReasons(this.dataSource);
  }

  /** What `retry` would make of the same cases, with the settings that their sources have now; changes nothing. */
  async tryOut(filter: CaseFilter, limit: number): Promise<RetryPreview[]> {
    const cases = await readCases(this.dataSource, { ...filter, state: 'open' }, limit);
    const previews: RetryPreview[] = [];
    for (const one of cases.reverse()) previews.push(await this.tryOutOne(one.id));
    return previews;
  }

  private async tryOutOne(id: string): Promise<RetryPreview> {
    const payload = await this.payload(id);
    const source = await this.directory.reread(payload.sourceId);
    if (!source) throw problem(404, 'source-unknown', `The source "${payload.sourceId}" of this case is gone.`);
    const receivedAt = payload.receivedAt.toISOString();
    const parsed = await readPayload(source, payload, receivedAt, this.config.UNPACKED_BYTES_MAX);
    if (!parsed.ok) return { id, outcome: 'would-fail-again', code: parsed.code, detail: parsed.detail };
    const { items } = await previewPush(this.dataSource, { ...(await this.pushOf(source, payload, parsed)), reading: 'late' });
    return { id, outcome: 'would-be-accepted', items: items.map(({ guid, itemId, outcome, revision }) => ({ guid, itemId, outcome, revision })) };
  }

  /** Reads the bytes of each open case again, with the settings that its source has now; one that still fails stays. */
  async retry(filter: CaseFilter, by: string, limit: number): Promise<RetryOutcome[]> {
    const cases = await readCases(this.dataSource, { ...filter, state: 'open' }, limit);
    const outcomes: RetryOutcome[] = [];
    // Oldest first, so that of two bodies about one item the later one is decided later.
    for (const one of cases.reverse()) outcomes.push(await this.retryOne(one.id, by));
    return outcomes;
  }

  private async retryOne(id: string, by: string): Promise<RetryOutcome> {
    const payload = await this.payload(id);
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const source = await this.directory.reread(payload.sourceId);
      if (!source) throw problem(404, 'source-unknown', `The source "${payload.sourceId}" of this case is gone.`);
      const result = await this.readAndAccept(id, by, payload, source);
      if (result) return result;
    }
    throw problem(503, 'source-changing', 'The source is being changed at this moment. Try again.', { retryAfterSeconds: 1 });
  }

  private async readAndAccept(id: string, by: string, payload: QuarantinedPayload, source: Source): Promise<RetryOutcome | undefined> {
    const receivedAt = payload.receivedAt.toISOString();
    const parsed = await readPayload(source, payload, receivedAt, this.config.UNPACKED_BYTES_MAX);
    if (!parsed.ok) {
      await noteFailedRetry(this.dataSource, id, `${parsed.code}: ${parsed.detail}`);
      return { id, outcome: 'failed-again', code: parsed.code, detail: parsed.detail };
    }
    const push = { ...(await this.pushOf(source, payload, parsed)), receiptId: payload.receiptId, reading: 'late' as const, origin: { kind: 'retry' as const, quarantineId: id, by } };
    const acceptance = await this.pushes.accept(push);
    if (acceptance.kind === 'stale') return undefined;
    if (acceptance.kind === 'repeat') return { id, outcome: 'closed-already' };
    this.log.info({ quarantineId: id, by, receiptId: push.receiptId, items: acceptance.outcomes.length }, 'quarantined body accepted');
    return { id, outcome: 'accepted', receiptId: push.receiptId, items: acceptance.outcomes };
  }

  private pushOf(source: Source, payload: QuarantinedPayload, parsed: Reading): Promise<Push> {
    return heldWhereUntrusted(this.dataSource, source, withItems(newPush(source, payload, payload.receivedAt.toISOString()), parsed, source, this.config.PORTAL_PUBLIC_URL));
  }
}

const unknown = (id: string) => problem(404, 'case-unknown', `There is no case "${id}" in quarantine.`);
