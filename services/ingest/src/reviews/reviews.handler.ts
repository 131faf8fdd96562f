import { Inject, Injectable } from '@nestjs/common';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { CLOCK, LOG, problem, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { released } from '../hold-for-editor/hold.decide.js';
import type { ItemOutcome } from '../receive-item/plan.decide.js';
import { TakePayload, type Payload } from '../receive-item/take-payload.js';
import { closeReview, readReview, readReviews, usableItem, withdrawnItem, type Review, type ReviewFilter } from './review.store.js';

/** What an operator says, and who it is. */
export interface Answer {
  readonly by: string;
  readonly note: string | null;
}

export interface Answered {
  readonly review: Review;
  /** What it did to items; empty where it did nothing. */
  readonly items: readonly ItemOutcome[];
}

/**
 * What only a person can decide. The items are changed first and the review is closed afterwards: a crash in between
 * leaves it open, and the same answer again changes nothing more.
 */
@Injectable()
export class Reviews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly payloads: TakePayload,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Reviews, newest first; `next` is the `before` of the next page, null where there is none. */
  async list(filter: ReviewFilter, limit: number): Promise<{ reviews: Review[]; next: string | null }> {
    const reviews = await readReviews(this.dataSource, filter, limit);
    return { reviews, next: reviews.length === limit ? (reviews.at(-1)?.id ?? null) : null };
  }

  /** Yes: what was asked for is removed, what waited is let go. A suspected kill takes its own bulletin down too, and needs the `guid` of what it kills. */
  async confirm(id: string, { guid, revision }: { readonly guid?: string | undefined; readonly revision?: number | undefined }, answer: Answer): Promise<Answered> {
    const review = await this.open(id);
    if (review.kind === 'article-held') return this.closed(review, 'confirmed', answer, await this.release(review, revision));
    if (review.kind === 'suspected-kill' && guid === undefined) throw problem(422, 'guid-missing', 'Say which item the bulletin kills: "guid", as the source calls it.', { errors: [{ pointer: '/guid', detail: 'is needed for a suspected kill' }] });
    const guids = review.kind === 'removal-made' ? [] : review.kind === 'suspected-kill' && guid !== undefined ? [guid, review.guid] : [review.guid];
    const items = guids.length === 0 ? [] : await this.take(review, { items: guids.map((one) => ({ kind: 'removal' as const, guid: one, reason: 'canceled' as const })), asksPerson: false });
    return this.closed(review, 'confirmed', answer, items);
  }

  /** No: what was removed at once is brought back; what was only asked for, or suspected, or waits, stays as it is. */
  async dismiss(id: string, answer: Answer): Promise<Answered> {
    const review = await this.open(id);
    return this.closed(review, 'dismissed', answer, review.kind === 'removal-made' ? await this.restore(review) : []);
  }

  private async open(id: string): Promise<Review> {
    const review = await readReview(this.dataSource, id);
    if (!review) throw problem(404, 'review-unknown', `There is no review "${id}".`);
    if (review.closedAt) throw problem(409, 'review-closed', `It was ${review.closedHow} by ${review.closedBy} before.`);
    return review;
  }

  private async restore(review: Review): Promise<readonly ItemOutcome[]> {
    const held = await withdrawnItem(this.dataSource, review.sourceId, review.guid);
    if (!held) return [];
    const id = { itemId: held.itemId, revision: held.bodyRevision };
    const article = (await getBodies(this.dataSource, [id])).get(bodyKey(id))?.article;
    if (!article) throw problem(410, 'body-erased', 'The body of this item was erased, so it cannot be brought back. The source has to send it again with a later version.');
    return this.take(review, { items: [{ kind: 'article', guid: review.guid, article }], reading: 'restore' });
  }

  /** The article as it is held now goes on, without the embargo that stood for the editor. */
  private async release(review: Review, revision: number | undefined): Promise<readonly ItemOutcome[]> {
    const held = await usableItem(this.dataSource, review.sourceId, review.guid);
    if (!held) return [];
    if (revision !== undefined && revision !== held.revision) throw problem(409, 'other-revision', `The article is held in revision ${held.revision} by now. Look at it again, then confirm that one.`);
    const id = { itemId: held.itemId, revision: held.bodyRevision };
    const article = (await getBodies(this.dataSource, [id])).get(bodyKey(id))?.article;
    if (!article) throw problem(410, 'body-erased', 'The body of this article was erased, so it cannot be let go. The source has to send it again.');
    const items = await this.take(review, { items: [{ kind: 'article', guid: review.guid, article: released(article) }], reading: 'release', asksPerson: false, ifRevision: held.revision });
    if (items.some(({ outcome }) => outcome === 'refused')) throw problem(409, 'other-revision', 'Another version of the article came at this moment. Look at it, then confirm that one.');
    return items;
  }

  private async take(review: Review, what: Pick<Payload, 'items' | 'reading' | 'asksPerson' | 'ifRevision'>): Promise<readonly ItemOutcome[]> {
    const { items } = await this.payloads.takeOwn(review.sourceId, { bytes: Buffer.from(`review ${review.id}`), contentType: null, contentEncoding: null, ...what });
    return items;
  }

  private async closed(review: Review, how: 'confirmed' | 'dismissed', answer: Answer, items: readonly ItemOutcome[]): Promise<Answered> {
    const now = this.clock.now();
    if (!(await closeReview(this.dataSource, review.id, how, answer.by, answer.note, now))) throw problem(409, 'review-closed', 'Somebody else decided it at the same moment.');
    this.log.info({ reviewId: review.id, kind: review.kind, sourceId: review.sourceId, how, by: answer.by, items: items.length }, 'review closed');
    return { review: { ...review, closedAt: now, closedHow: how, closedBy: answer.by, note: answer.note }, items };
  }
}
