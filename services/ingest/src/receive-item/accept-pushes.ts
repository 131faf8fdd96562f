import { Inject, Injectable } from '@nestjs/common';
import { putBodies } from '@wiredesk/content-store';
import { outgoing, type OutgoingEvent } from '@wiredesk/contracts';
import { Outbox } from '@wiredesk/messaging';
import { isTransient, sqlState, sqlStateOf } from '@wiredesk/persistence';
import { CONFIG, Metrics, problem, uuidv7 } from '@wiredesk/platform';

import type { IngestConfig } from '../ingest.config.js';
import { wantPictures } from '../pictures/picture.store.js';
import { pictureUrls } from '../pictures/wanted.decide.js';
import { openReviews } from '../reviews/review.store.js';
import { GroupCommit } from './group-commit.js';
import { insertHeld, lockHeld, updateHeld, type ItemName } from './item.store.js';
import { planPushes, type ItemOutcome, type PlannedEvent } from './plan.decide.js';
import { claimFirst, claimRetries, insertPushes, readVersions, updateReceipts } from './push.store.js';
import { changesAnything, mergedOutcomes, type Push } from './push.js';

/** What became of a push. `stale`: its source changed since; decide it again. `repeat`: its key was used before, its case is closed. */
export type Acceptance = { readonly kind: 'accepted'; readonly outcomes: readonly ItemOutcome[] } | { readonly kind: 'stale' } | { readonly kind: 'repeat' };

const pushesPerGroupMax = 64;
/** Items and, at 4 KiB each, payload bytes: a transaction stays below some tens of milliseconds. */
const weightPerGroupMax = 2_000;
const bytesPerWeight = 4_096;
const gatherMs = 2;
const groupsAtOnceMax = 2;
const waitingMax = 5_000;

const isRace = (error: unknown): boolean => {
  const state = sqlStateOf(error);
  return state === sqlState.uniqueViolation || state === sqlState.deadlockDetected || state === sqlState.serializationFailure;
};

const namesOf = (pushes: readonly Push[]): ItemName[] => pushes.flatMap((push) => push.items.flatMap((item) => (item.kind === 'refused' ? [] : [{ sourceId: push.sourceId, guid: item.guid }])));

/** Neither a key nor a case to claim: nothing that another transaction could make this one wait for. */
const claimsNothing = (push: Push): boolean => push.idempotencyKey === null && push.origin.kind !== 'retry';

/** Decides and writes pushes, several at once in one transaction: receipt, bodies, items and events, or nothing. */
@Injectable()
export class AcceptPushes {
  private readonly groups: GroupCommit<Push, Acceptance>;

  constructor(
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: IngestConfig,
    metrics: Metrics,
  ) {
    const sizes = metrics.histogram('wiredesk_ingest_group_seconds', 'Time of one transaction over a group of pushes.');
    const pushes = metrics.counter('wiredesk_ingest_pushes_total', 'Pushes accepted.');
    this.groups = new GroupCommit<Push, Acceptance>({
      commit: async (group) => {
        const startedAt = performance.now();
        const results = await this.commit(group);
        sizes.observe((performance.now() - startedAt) / 1000);
        pushes.inc(group.length);
        return results;
      },
      membersMax: pushesPerGroupMax,
      weightMax: weightPerGroupMax,
      weightOf: (push) => push.items.length + Math.ceil(push.payload.length / bytesPerWeight),
      gatherMs,
      groupsMax: groupsAtOnceMax,
      waitingMax,
      onFull: () => problem(503, 'too-busy', 'Too many pushes wait already. Nothing was accepted; send it again later.', { retryAfterSeconds: 1 }),
      mayRetry: isRace,
      isTransient,
    });
  }

  /** Resolves when the push is durable. */
  accept(push: Push): Promise<Acceptance> {
    return this.groups.add(push);
  }

  private commit(group: readonly Push[]): Promise<readonly Acceptance[]> {
    return this.outbox.transaction(async (tx, emit) => {
      // Who claims something locks items after that, in the same order as everybody; who does not, asks for both in one round trip.
      const [versions, early] = await Promise.all([readVersions(tx, group.map((push) => push.sourceId)), group.every(claimsNothing) ? lockHeld(tx, namesOf(group)) : undefined]);
      const current = group.filter((push) => versions.get(push.sourceId) === push.sourceVersion);
      const first = await claimFirst(tx, current.filter((push) => push.idempotencyKey !== null));
      const retries = await claimRetries(tx, current);
      const fresh = current.filter((push) => (push.idempotencyKey === null || first.has(push.receiptId)) && (push.origin.kind !== 'retry' || retries.has(push)));
      const plan = planPushes(fresh, early ?? (await lockHeld(tx, namesOf(fresh))), uuidv7);
      const outcomes = new Map(fresh.map((push, i) => [push, plan.outcomes[i] ?? []]));
      insertPushes(tx, fresh.filter((push) => push.origin.kind === 'first' && (!push.onlyIfChanged || changesAnything(outcomes.get(push) ?? []))), outcomes);
      updateReceipts(tx, fresh.filter((push) => push.origin.kind !== 'first'), new Map([...outcomes].map(([push, now]) => [push, saidAfterwards(push, now)])));
      putBodies(tx, plan.bodies);
      insertHeld(tx, plan.inserted);
      updateHeld(tx, plan.updated);
      openReviews(tx, plan.reviews);
      if (this.config.PICTURES_FETCH === 'on') wantPictures(tx, plan.bodies.flatMap(({ itemId, article }) => pictureUrls(article.media).map((url) => ({ itemId, url }))));
      emit(plan.events.map(toOutgoing));
      return group.map((push): Acceptance => {
        const accepted = outcomes.get(push);
        if (accepted) return { kind: 'accepted', outcomes: accepted };
        return { kind: current.includes(push) ? 'repeat' : 'stale' };
      });
    });
  }
}

const saidAfterwards = (push: Push, now: readonly ItemOutcome[]): readonly ItemOutcome[] => (push.origin.kind === 'again' ? mergedOutcomes(push.origin.earlier, now) : now);

const toOutgoing = (event: PlannedEvent): OutgoingEvent =>
  event.type === 'item.received'
    ? outgoing('item.received', event.data, { id: uuidv7(), time: event.time })
    : outgoing('item.withdrawn', event.data, { id: uuidv7(), time: event.time });
