import type { ArticleRow } from '../board/article.js';
import type { TransmitterSettings } from '../transmit/settings.js';

/** 0: removals, ahead of all and with workers of their own. 1: the rest. */
export type Lane = 0 | 1;

/** Columns of an article that a message or the gate needs. */
export type DeliveredArticle = Pick<
  ArticleRow,
  | 'item_id' | 'source_id' | 'story_id' | 'relation' | 'upstream_url' | 'upstream_url_key' | 'terms' | 'title' | 'abstract' | 'credit' | 'language' | 'categories' | 'published_at'
  | 'published_precision' | 'publication' | 'state' | 'shown_revision' | 'changed_at' | 'down_cause' | 'down_status'
>;

/** A row of `delivery` that a worker has taken, not yet with what it needs to be sent. */
export interface DueDelivery {
  readonly id: string;
  readonly subscriber_id: string;
  readonly item_id: string | null;
  readonly publication: number | null;
  readonly type: string;
  readonly sequence: string | null;
  readonly attempts: number;
  readonly hold_id: string | null;
  readonly ack_token: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly created_at: Date;
}

/** Where and how a subscriber is reached. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sequence: string;
  readonly failures: number;
  readonly transmitter: TransmitterSettings;
  /** Signing secrets in force, oldest first. */
  readonly secrets: readonly string[];
}

/** A delivery on its way: leased to this worker, its attempt counted. */
export interface ClaimedDelivery {
  readonly row: DueDelivery;
  readonly attempt: number;
  readonly sequence: number;
  /** Numbers given out before for what this one takes the place of. */
  readonly supersedes: readonly number[];
  readonly endpoint: Endpoint;
  readonly article: DeliveredArticle | undefined;
}
