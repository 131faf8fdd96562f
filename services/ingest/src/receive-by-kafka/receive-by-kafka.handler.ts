import { Inject, Injectable } from '@nestjs/common';
import type { ReceivedEvent } from '@wiredesk/contracts';
import { OutboxFull } from '@wiredesk/messaging';
import { CONFIG, LOG, ProblemException, sha256Hex, type Log } from '@wiredesk/platform';

import type { IngestConfig } from '../ingest.config.js';
import type { Claim } from '../prove-who-it-is/prove.js';
import { ReceiveItem } from '../receive-item/receive-item.handler.js';
import { TakePayload } from '../receive-item/take-payload.js';
import { endingOf, inOrderByKey, signatureAgeSecondsMax, type Refusal } from './decide.js';

export type Offer = ReceivedEvent<'payload.offered'>;

type Incoming = Claim & { readonly sourceId: string };

/** Tried again in its place: the code is what a database says when its resources are used up, and messaging waits for these. */
class NotNow extends Error {
  readonly code = '53000';
}

/** What proves nobody, or fails here: a dead letter with this reason. */
class NotTaken extends Error {}

/** A source that changes while its refusal is written is read again; more often than this it is somebody's loop. */
const triesMax = 5;

/**
 * Takes offers as pushes are taken: the same proof over the raw bytes, the same decisions, transaction and receipts.
 * Throws for the one that has to be tried again or become a dead letter; those that were accepted already are known by
 * their `webhookId` when they come again.
 */
@Injectable()
export class ReceiveByKafka {
  constructor(
    private readonly receiver: ReceiveItem,
    private readonly payloads: TakePayload,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Subjects beside each other, so that their pushes share transactions; the offers of a subject one after the other. */
  async take(offers: readonly Offer[]): Promise<void> {
    const ends = await Promise.allSettled(inOrderByKey(offers, (offer) => offer.subject).map(async (ofKey) => {
      for (const offer of ofKey) await this.takeOne(offer);
    }));
    const failures = ends.filter((end) => end.status === 'rejected').map((end) => end.reason as unknown);
    // One that may succeed later first: then the whole chunk comes again, and nothing is buried before its time.
    const first = failures.find((error) => !(error instanceof NotTaken)) ?? failures[0];
    if (first !== undefined) throw first;
  }

  private async takeOne(offer: Offer): Promise<void> {
    const incoming = this.claimOf(offer);
    try {
      await this.receiver.receive({ ...incoming, dryRun: false, rateLimited: false });
    } catch (error) {
      if (error instanceof OutboxFull) throw new NotNow(error.message);
      if (!(error instanceof ProblemException)) throw error;
      await this.end(offer, incoming, error);
    }
  }

  private async end(offer: Offer, incoming: Incoming, problem: ProblemException): Promise<void> {
    const refusal: Refusal = { status: problem.getStatus(), code: problem.code, detail: problem.detail, isKept: problem.extras.members?.['quarantine'] !== undefined };
    switch (endingOf(refusal)) {
      case 'again':
        throw new NotNow(`${refusal.code}: ${refusal.detail}`);
      case 'dead-letter':
        throw new NotTaken(`${refusal.code}: ${refusal.detail}`);
      case 'receipt':
        return this.tellOnReceipt(offer, incoming, refusal);
      case 'done':
        this.log.info({ sourceId: incoming.sourceId, webhookId: offer.data.webhookId, code: refusal.code }, 'offer in quarantine');
    }
  }

  /** A receipt with the bytes as they came and one refused item; once, however often the offer comes. */
  private async tellOnReceipt(offer: Offer, incoming: Incoming, { code, detail }: Refusal): Promise<void> {
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const source = await this.receiver.provenSource(incoming);
      const taken = await this.payloads.take(source, {
        bytes: incoming.body,
        contentType: offer.data.contentType,
        contentEncoding: offer.data.contentEncoding,
        idempotencyKey: `refused:${offer.data.webhookId}:${sha256Hex(incoming.body)}`,
        rateLimited: false,
        items: [{ kind: 'refused', reason: { code, detail } }],
      });
      this.log.info({ sourceId: source.id, webhookId: offer.data.webhookId, code, outcome: taken.kind }, 'offer refused');
      if (taken.kind !== 'stale') return;
    }
    throw new NotNow('the source is being changed at this moment');
  }

  private claimOf({ data }: Offer): Incoming {
    return {
      sourceId: data.sourceId,
      body: Buffer.from(data.bodyBase64, 'base64'),
      headers: {
        ...(data.contentType === null ? {} : { 'content-type': data.contentType }),
        ...(data.contentEncoding === null ? {} : { 'content-encoding': data.contentEncoding }),
        'webhook-id': data.webhookId,
        'webhook-timestamp': String(data.webhookTimestamp),
        'webhook-signature': data.webhookSignature,
      },
      waitedSecondsMax: signatureAgeSecondsMax(this.config.IDEMPOTENCY_DAYS),
    };
  }
}
