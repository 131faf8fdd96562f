import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, ProblemException, sha256Hex, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import type { Source } from '../manage-sources/source.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { prove, type Claim, type Proof } from '../prove-who-it-is/prove.js';
import { SourceCounters } from '../source-health/source-counters.js';
import type { ItemOutcome } from './plan.decide.js';
import { findEarlier } from './push.store.js';
import type { Push } from './push.js';
import { TakePayload, type Payload, type Taken } from './take-payload.js';

export interface Incoming extends Claim, Pick<Payload, 'items' | 'ifRevision' | 'onlyGuid' | 'rateLimited'> {
  readonly sourceId: string;
  readonly dryRun: boolean;
}

export type Received = Extract<Taken, { kind: 'accepted' | 'preview' }>;

type Proven = Extract<Proof, { ok: true }>;

/** A source that changes while its push is decided is read again; more often than this it is somebody's loop. */
const decideTriesMax = 5;
const idempotencyKeyCharsMax = 255;

/** Takes what a source sends, over HTTP or onto the intake topic: who it is, how much, whether it was sent before; then as every door. */
@Injectable()
export class ReceiveItem {
  private readonly keysInFlight = new Set<string>();

  constructor(
    private readonly directory: SourceDirectory,
    private readonly payloads: TakePayload,
    private readonly counters: SourceCounters,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
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

  private async authenticated(incoming: Claim & { readonly sourceId: string }): Promise<{ source: Source; proof: Proven }> {
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
  private async receiveFrom(source: Source, proof: Proven, incoming: Incoming): Promise<Received | undefined> {
    const bytesMax = source.settings.bytesMax ?? this.config.ITEM_BYTES_MAX;
    if (incoming.body.length > bytesMax) throw problem(413, 'body-too-large', `The body has ${incoming.body.length} bytes; this source may send ${bytesMax}. Send fewer items at a time.`);
    if (incoming.body.length === 0 && !incoming.items) throw problem(400, 'body-empty', 'The body is empty. Send one item or a feed as the body of the request.');
    const key = idempotencyKey(incoming, proof, source);
    if (key === null || incoming.dryRun) return this.take(source, incoming, null);
    const flight = `${source.id}\n${key}`;
    if (this.keysInFlight.has(flight)) throw problem(409, 'idempotency-key-in-flight', 'A push with this Idempotency-Key is being handled at this moment. Send it again later.', { retryAfterSeconds: 1 });
    this.keysInFlight.add(flight);
    try {
      return (await this.repeated(source.id, key, incoming)) ?? (await this.take(source, incoming, key));
    } finally {
      this.keysInFlight.delete(flight);
    }
  }

  private async take(source: Source, incoming: Incoming, key: string | null): Promise<Received | undefined> {
    const taken = await this.payloads.take(source, {
      bytes: incoming.body,
      contentType: headerOf(incoming, 'content-type') ?? null,
      contentEncoding: headerOf(incoming, 'content-encoding') ?? null,
      dryRun: incoming.dryRun,
      idempotencyKey: key,
      ...(incoming.items ? { items: incoming.items } : {}),
      ...(incoming.ifRevision === undefined ? {} : { ifRevision: incoming.ifRevision }),
      ...(incoming.onlyGuid === undefined ? {} : { onlyGuid: incoming.onlyGuid }),
      ...(incoming.rateLimited === undefined ? {} : { rateLimited: incoming.rateLimited }),
    });
    if (taken.kind === 'stale') return undefined;
    return taken.kind === 'repeat' ? this.repeated(source.id, key ?? '', incoming) : taken;
  }

  /** The answer that was given to the first push with this key; undefined if this is the first. */
  private async repeated(sourceId: string, key: string, incoming: Incoming): Promise<Received | undefined> {
    const earlier = await findEarlier(this.dataSource, sourceId, key);
    if (!earlier) return undefined;
    if (earlier.bodySha256 !== sha256Hex(incoming.body)) throw problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another body. Take a new key for each push, the same key only to repeat one.');
    return { kind: 'accepted', receiptId: earlier.receiptId, items: JSON.parse(earlier.outcomes ?? '[]') as ItemOutcome[], warnings: JSON.parse(earlier.warnings ?? '[]') as Push['warnings'] };
  }

  /** For the health of the source: an operator sees what goes wrong before its engineer calls. */
  private noteRefusal(incoming: Incoming, error: ProblemException): void {
    const { code, detail } = error;
    if (code === 'source-unknown') return;
    this.counters.refused(incoming.sourceId, { status: error.getStatus(), code, detail, contentType: headerOf(incoming, 'content-type') ?? null, body: incoming.body });
  }
}

const headerOf = (incoming: Incoming, name: string): string | undefined => {
  const value = incoming.headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

/** The key of this push: its Idempotency-Key (quoted or not), else the id that Standard Webhooks gives each message. */
const idempotencyKey = (incoming: Incoming, proof: Proven, source: Source): string | null => {
  const given = headerOf(incoming, 'idempotency-key')?.trim().replace(/^"(.*)"$/, '$1');
  if (given === '') throw problem(400, 'idempotency-key-empty', 'Idempotency-Key is empty. Send a unique text, such as a UUID, or leave it out.');
  if (given !== undefined && given.length > idempotencyKeyCharsMax) throw problem(400, 'idempotency-key-long', `Idempotency-Key may have ${idempotencyKeyCharsMax} characters at most.`);
  if (given !== undefined) return `key:${given}`;
  if (proof.messageId !== undefined) return `webhook:${proof.messageId}`;
  if (source.settings.idempotencyKeyRequired) throw problem(400, 'idempotency-key-missing', 'This source must send an Idempotency-Key with each push.');
  return null;
};
