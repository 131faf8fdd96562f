import { Inject, Injectable } from '@nestjs/common';
import type { ParseResult } from '@wiredesk/formats';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, CONFIG, LOG, problem, ProblemException, sha256Hex, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import type { Source } from '../manage-sources/source.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { prove, type Claim, type Proof } from '../prove-who-it-is/prove.js';
import { SourceCounters } from '../source-health/source-counters.js';
import { AcceptPushes } from './accept-pushes.js';
import { previewPush, type Preview } from './preview.js';
import { newPush, readPayload, withItems, type RawPayload } from './payload.js';
import type { ItemOutcome } from './plan.decide.js';
import { findEarlier } from './push.store.js';
import type { Push } from './push.js';
import { RateLimit } from './rate-limit.js';

export interface Incoming extends Claim {
  readonly sourceId: string;
  readonly dryRun: boolean;
}

export type Received =
  | { readonly kind: 'accepted'; readonly receiptId: string; readonly items: readonly ItemOutcome[]; readonly warnings: Push['warnings'] }
  | { readonly kind: 'preview'; readonly preview: Preview };

type Parsed = Extract<ParseResult, { ok: true }>;

/** A source that changes while its push is decided is read again; more often than this it is somebody's loop. */
const decideTriesMax = 5;
const idempotencyKeyCharsMax = 255;
/** The one failure of a whole body that an operator can mend: by the charset of the source. */
const undecodable = 'undecodable';

/** Takes what a source sends: proof, unpacking, parsing, then the transaction that makes it ours. */
@Injectable()
export class ReceiveItem {
  private readonly rates = new RateLimit();
  private readonly keysInFlight = new Set<string>();

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

  /** Resolves when the push is durable. Throws problems, see formats.md "Answers". */
  async receive(incoming: Incoming): Promise<Received> {
    try {
      return await this.receiveOrThrow(incoming);
    } catch (error) {
      if (error instanceof ProblemException && !incoming.dryRun) this.noteRefusal(incoming, error);
      throw error;
    }
  }

  /** The source that a call proves to come from, for doors that take something else than items. Problems 404 and 401. */
  async provenSource(incoming: Claim & { readonly sourceId: string }): Promise<Source> {
    return (await this.authenticated(incoming)).source;
  }

  private async receiveOrThrow(incoming: Incoming): Promise<Received> {
    for (let attempt = 1; attempt <= decideTriesMax; attempt += 1) {
      const { source, proof } = await this.authenticated(incoming);
      const result = await this.receiveFrom(source, proof, incoming);
      if (result) return result;
      this.directory.forget(source.id);
    }
    throw problem(503, 'source-changing', 'The source is being changed at this moment. Send it again.', { retryAfterSeconds: 1 });
  }

  private async authenticated(incoming: Claim & { readonly sourceId: string }): Promise<{ source: Source; proof: Extract<Proof, { ok: true }> }> {
    const known = await this.directory.find(incoming.sourceId);
    if (!known) throw problem(404, 'source-unknown', `There is no source "${incoming.sourceId.slice(0, 80)}". Is the path right? An operator makes sources with POST /v1/sources.`);
    const now = this.clock.now();
    const first = prove(incoming, known.keys, now);
    if (first.ok) return { source: known, proof: first };
    // It may be a key that another replica made a moment ago.
    const reread = (await this.directory.reread(incoming.sourceId)) ?? known;
    const second = reread.version === known.version ? first : prove(incoming, reread.keys, now);
    if (second.ok) return { source: reread, proof: second };
    throw problem(401, second.code, second.detail, { headers: { 'www-authenticate': 'Bearer realm="wiredesk ingest"' } });
  }

  /** undefined where the source changed meanwhile. */
  private async receiveFrom(source: Source, proof: Extract<Proof, { ok: true }>, incoming: Incoming): Promise<Received | undefined> {
    const bytesMax = source.settings.bytesMax ?? this.config.ITEM_BYTES_MAX;
    if (incoming.body.length > bytesMax) throw problem(413, 'body-too-large', `The body has ${incoming.body.length} bytes; this source may send ${bytesMax}. Send fewer items at a time.`);
    if (incoming.body.length === 0) throw problem(400, 'body-empty', 'The body is empty. Send one item or a feed as the body of the request.');
    const key = idempotencyKey(incoming, proof, source);
    const payloadSha256 = sha256Hex(incoming.body);
    if (key === null || incoming.dryRun) return this.readAndAccept(source, incoming, null, payloadSha256);
    const flight = `${source.id}\n${key}`;
    if (this.keysInFlight.has(flight)) throw problem(409, 'idempotency-key-in-flight', 'A push with this Idempotency-Key is being handled at this moment. Send it again later.', { retryAfterSeconds: 1 });
    this.keysInFlight.add(flight);
    try {
      return (await this.repeated(source.id, key, payloadSha256)) ?? (await this.readAndAccept(source, incoming, key, payloadSha256));
    } finally {
      this.keysInFlight.delete(flight);
    }
  }

  /** The answer that was given to the first push with this key; undefined if this is the first. */
  private async repeated(sourceId: string, key: string, payloadSha256: string): Promise<Received | undefined> {
    const earlier = await findEarlier(this.dataSource, sourceId, key);
    if (!earlier) return undefined;
    if (earlier.bodySha256 !== payloadSha256) throw problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another body. Take a new key for each push, the same key only to repeat one.');
    return { kind: 'accepted', receiptId: earlier.receiptId, items: JSON.parse(earlier.outcomes ?? '[]') as ItemOutcome[], warnings: JSON.parse(earlier.warnings ?? '[]') as Push['warnings'] };
  }

  private async readAndAccept(source: Source, incoming: Incoming, key: string | null, payloadSha256: string): Promise<Received | undefined> {
    const receivedAt = this.clock.now().toISOString();
    const raw = rawOf(incoming);
    const parsed = await readPayload(source, raw, receivedAt, this.config.UNPACKED_BYTES_MAX);
    const base = newPush(source, raw, receivedAt);
    if (!parsed.ok) return this.refuse(parsed, base, incoming.dryRun);
    if (parsed.items.length > this.config.ITEMS_PER_PUSH_MAX) throw problem(422, 'too-many-items', `The body has ${parsed.items.length} items; at most ${this.config.ITEMS_PER_PUSH_MAX} are taken at once. Send it in parts.`);
    const push: Push = { ...withItems(base, parsed, source), idempotencyKey: key };
    if (incoming.dryRun) return { kind: 'preview', preview: await previewPush(this.dataSource, push) };
    this.limit(source, parsed);
    const acceptance = await this.pushes.accept(push);
    if (acceptance.kind === 'stale') return undefined;
    if (acceptance.kind === 'repeat') return this.repeated(source.id, key ?? '', payloadSha256);
    this.counters.accepted(source.id, push.payload.length, acceptance.outcomes);
    this.logPush(push, acceptance.outcomes);
    return { kind: 'accepted', receiptId: push.receiptId, items: acceptance.outcomes, warnings: push.warnings };
  }

  /** A body that cannot be read is refused; where its characters are the reason, its bytes are kept for an operator. */
  private async refuse(parsed: Extract<ParseResult, { ok: false }>, base: Push, dryRun: boolean): Promise<undefined> {
    const place = { ...(parsed.line === undefined ? {} : { line: parsed.line }), ...(parsed.column === undefined ? {} : { column: parsed.column }) };
    this.log.info({ sourceId: base.sourceId, status: parsed.status, code: parsed.code, bytes: base.payload.length }, 'push refused');
    if (parsed.code !== undecodable || dryRun) throw problem(parsed.status, parsed.code, parsed.detail, { members: place });
    const id = uuidv7();
    const kept = await this.pushes.accept({ ...base, quarantine: { id, code: parsed.code, detail: parsed.detail } });
    if (kept.kind === 'stale') return undefined;
    throw problem(422, parsed.code, parsed.detail, { members: { ...place, quarantine: id, receipt: base.receiptId } });
  }

  /** Rate and back-pressure. A removal passes both: it takes its own way, past every limit. */
  private limit(source: Source, parsed: Parsed): void {
    if (parsed.items.some((item) => item.kind === 'removal')) return;
    const waitSeconds = this.rates.take(source.id, source.settings.ratePerSecond ?? this.config.PUSHES_PER_SECOND, this.clock.now().getTime());
    if (waitSeconds > 0) throw problem(429, 'rate-exceeded', `This source sends faster than its rate. Nothing was accepted; send it again in ${waitSeconds} s, or several items in one feed.`, { retryAfterSeconds: waitSeconds });
    this.outbox.assertRoom();
  }

  /** For the health of the source: an operator sees what goes wrong before its engineer calls. */
  private noteRefusal(incoming: Incoming, error: ProblemException): void {
    const { code, detail } = error;
    if (code === 'source-unknown') return;
    this.counters.refused(incoming.sourceId, { status: error.getStatus(), code, detail, contentType: headerOf(incoming, 'content-type') ?? null, body: incoming.body });
  }

  private logPush(push: Push, outcomes: readonly ItemOutcome[]): void {
    const counts: Record<string, number> = {};
    for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.log.debug({ sourceId: push.sourceId, receiptId: push.receiptId, format: push.format, charset: push.charset, bytes: push.payload.length, ...counts }, 'push accepted');
  }
}

const rawOf = (incoming: Incoming): RawPayload => ({
  bytes: incoming.body,
  contentType: headerOf(incoming, 'content-type') ?? null,
  contentEncoding: headerOf(incoming, 'content-encoding') ?? null,
});

const headerOf = (incoming: Incoming, name: string): string | undefined => {
  const value = incoming.headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

/** The key of this push: its Idempotency-Key (quoted or not), else the id that Standard Webhooks gives each message. */
const idempotencyKey = (incoming: Incoming, proof: Extract<Proof, { ok: true }>, source: Source): string | null => {
  const given = headerOf(incoming, 'idempotency-key')?.trim().replace(/^"(.*)"$/, '$1');
  if (given === '') throw problem(400, 'idempotency-key-empty', 'Idempotency-Key is empty. Send a unique text, such as a UUID, or leave it out.');
  if (given !== undefined && given.length > idempotencyKeyCharsMax) throw problem(400, 'idempotency-key-long', `Idempotency-Key may have ${idempotencyKeyCharsMax} characters at most.`);
  if (given !== undefined) return `key:${given}`;
  if (proof.messageId !== undefined) return `webhook:${proof.messageId}`;
  if (source.settings.idempotencyKeyRequired) throw problem(400, 'idempotency-key-missing', 'This source must send an Idempotency-Key with each push.');
  return null;
};
