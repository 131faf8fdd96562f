import { Inject, Injectable } from '@nestjs/common';
import type { ParsedItem, ParseResult } from '@wiredesk/formats';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, CONFIG, LOG, problem, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import type { Source } from '../manage-sources/source.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { heldWhereUntrusted } from '../hold-for-editor/hold-for-editor.js';
import { SourceCounters } from '../source-health/source-counters.js';
import { AcceptPushes } from './accept-pushes.js';
import { keyedGuid } from './incoming-item.js';
import { newPush, readPayload, withItems, type RawPayload } from './payload.js';
import type { ItemOutcome } from './plan.decide.js';
import { previewPush, type Preview } from './preview.js';
import type { Push } from './push.js';
import { RateLimit } from './rate-limit.js';

/** A body of a source that is known to be its own, however it came. */
export interface Payload extends RawPayload {
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string | null;
  /** False where it is we who ask for it, at our own pace. */
  readonly rateLimited?: boolean;
  /** What it says, where that is not in the body (an HTTP DELETE). */
  readonly items?: readonly ParsedItem[];
  /** Only if the item is held in this revision of ours. */
  readonly ifRevision?: number;
  /** `restore`: an operator brings back what was withdrawn. `release`: an editor lets go what waited for him. */
  readonly reading?: 'restore' | 'release';
  /** False where a person has decided already what the source's trust or withdraw policy would ask. */
  readonly asksPerson?: boolean;
  /** See `Push.onlyIfChanged`. */
  readonly onlyIfChanged?: boolean;
  /** The one item that it may be about. */
  readonly onlyGuid?: string;
}

export type Taken =
  | { readonly kind: 'accepted'; readonly receiptId: string; readonly items: readonly ItemOutcome[]; readonly warnings: Push['warnings'] }
  | { readonly kind: 'preview'; readonly preview: Preview }
  /** The source changed since it was read; or its idempotency key was used before. Nothing was written. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'repeat' };

type Failed = Extract<ParseResult, { ok: false }>;

/** The one failure of a whole body that an operator can mend: by the charset of the source. */
const undecodable = 'undecodable';
/** A source that changes while its body is taken is read again; more often than this it is somebody's loop. */
const triesMax = 5;

/** Unpacking, reading, then the transaction that makes a body ours: the same for every door. */
@Injectable()
export class TakePayload {
  private readonly rates = new RateLimit();

  constructor(
    private readonly directory: SourceDirectory,
    private readonly pushes: AcceptPushes,
    private readonly outbox: Outbox,
    private readonly counters: SourceCounters,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Takes a body that we asked for ourselves, with the source as it is now. Throws problems like `take`. */
  async takeOwn(sourceId: string, payload: Payload): Promise<Extract<Taken, { kind: 'accepted' }>> {
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const source = attempt === 1 ? await this.directory.find(sourceId) : await this.directory.reread(sourceId);
      if (!source) throw problem(404, 'source-unknown', `There is no source "${sourceId}".`);
      const taken = await this.take(source, { rateLimited: false, ...payload });
      if (taken.kind === 'accepted') return taken;
    }
    throw problem(503, 'source-changing', 'The source is being changed at this moment.', { retryAfterSeconds: 1 });
  }

  /** Resolves when the body is durable. Throws problems, see formats.md "Answers". */
  async take(source: Source, payload: Payload): Promise<Taken> {
    const receivedAt = this.clock.now().toISOString();
    const base = newPush(source, payload, receivedAt);
    const parsed = payload.items ? { ok: true as const, format: null, charset: null, items: payload.items, warnings: [] } : await readPayload(source, payload, receivedAt, this.config.UNPACKED_BYTES_MAX);
    if (!parsed.ok) return this.refuse(parsed, base, payload.dryRun ?? false);
    if (parsed.items.length > this.config.ITEMS_PER_PUSH_MAX) throw problem(422, 'too-many-items', `The body has ${parsed.items.length} items; at most ${this.config.ITEMS_PER_PUSH_MAX} are taken at once. Send it in parts.`);
    assertAbout(payload.onlyGuid, parsed.items);
    const read = withItems(base, parsed, source, this.config.PORTAL_PUBLIC_URL);
    const asked = payload.asksPerson === false ? read : await heldWhereUntrusted(this.dataSource, source, read);
    const push: Push = { ...asked, idempotencyKey: payload.idempotencyKey ?? null, onlyIfChanged: payload.onlyIfChanged ?? false, ...(payload.reading ? { reading: payload.reading } : {}), ...(payload.asksPerson === false ? { withdrawPolicy: 'cascade' as const } : {}), ...(payload.ifRevision === undefined ? {} : { ifRevision: payload.ifRevision }) };
    if (payload.dryRun) return { kind: 'preview', preview: await previewPush(this.dataSource, push) };
    // A removal takes its own way, past rate and back-pressure.
    if (!parsed.items.some((item) => item.kind === 'removal')) this.limit(source, payload.rateLimited ?? true);
    const acceptance = await this.pushes.accept(push);
    if (acceptance.kind !== 'accepted') return acceptance;
    this.counters.accepted(source.id, push.payload.length, acceptance.outcomes);
    this.logPush(push, acceptance.outcomes);
    return { kind: 'accepted', receiptId: push.receiptId, items: acceptance.outcomes, warnings: push.warnings };
  }

  /** A body that cannot be read is refused; where its characters are the reason, its bytes are kept for an operator. */
  private async refuse(parsed: Failed, base: Push, dryRun: boolean): Promise<Taken> {
    const place = { ...(parsed.line === undefined ? {} : { line: parsed.line }), ...(parsed.column === undefined ? {} : { column: parsed.column }) };
    this.log.info({ sourceId: base.sourceId, status: parsed.status, code: parsed.code, bytes: base.payload.length }, 'push refused');
    if (parsed.code !== undecodable || dryRun) throw problem(parsed.status, parsed.code, parsed.detail, { members: place });
    const id = uuidv7();
    const kept = await this.pushes.accept({ ...base, quarantine: { id, code: parsed.code, detail: parsed.detail } });
    if (kept.kind === 'stale') return kept;
    throw problem(422, parsed.code, parsed.detail, { members: { ...place, quarantine: id, receipt: base.receiptId } });
  }

  private limit(source: Source, rateLimited: boolean): void {
    const perSecond = source.settings.ratePerSecond ?? this.config.PUSHES_PER_SECOND;
    const waitSeconds = rateLimited ? this.rates.take(source.id, perSecond, this.clock.now().getTime()) : 0;
    if (waitSeconds > 0) throw problem(429, 'rate-exceeded', `This source sends faster than its rate. Nothing was accepted; send it again in ${waitSeconds} s, or several items in one feed.`, { retryAfterSeconds: waitSeconds });
    this.outbox.assertRoom();
  }

  private logPush(push: Push, outcomes: readonly ItemOutcome[]): void {
    const counts: Record<string, number> = {};
    for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.log.debug({ sourceId: push.sourceId, receiptId: push.receiptId, format: push.format, charset: push.charset, bytes: push.payload.length, ...counts }, 'push accepted');
  }
}

const assertAbout = (guid: string | undefined, items: readonly ParsedItem[]): void => {
  const other = guid === undefined ? undefined : items.find((item) => item.guid === undefined || keyedGuid(item.guid) !== guid);
  if (other) throw problem(422, 'id-changed', `The entry has the id "${other.guid ?? ''}", its address belongs to "${guid}". An id never changes; post another id as a new entry.`);
};
