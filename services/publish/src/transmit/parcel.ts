import type { ClaimedDelivery } from '../deliver/delivery.js';
import type { Message } from '../deliver/message.decide.js';

/** An article as a file of its own. */
export interface Document {
  readonly text: string;
  readonly contentType: string;
  readonly extension: 'json' | 'xml';
}

/** What is to leave. */
export interface Parcel {
  readonly claimed: ClaimedDelivery;
  readonly message: Message;
  /** The whole article; undefined for what shows none, removals among it. */
  readonly document: Document | undefined;
  /** Asked when the connection stands and before anything of an article is written. */
  readonly mayStillGo: () => boolean;
}

/** What came of it. A receiver that does not speak HTTP has answered 200 when it took everything. */
export interface Sent {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly answer: string | null;
}

/** The gate said no at the last moment; nothing was written. */
export class NotSent extends Error {}

/** One way to send. Throws where it did not come to an answer. */
export interface Transmit {
  send(parcel: Parcel): Promise<Sent>;
}

/** A message that takes an article back. */
export const isRemoval = ({ type }: Message): boolean => type === 'article.taken_down';

/** The article that a message is about; undefined for one about none. */
export const itemIdOf = ({ data }: Message): string | undefined => (typeof data['itemId'] === 'string' ? data['itemId'] : undefined);
