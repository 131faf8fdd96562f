import type { Message } from '../deliver/message.decide.js';

/** What is known to have left, or would leave now. What is secret in it is named and not shown. */
export interface ShownRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Message;
  /** The article is down by now: what the message said of it is not repeated. */
  readonly isWithheld: boolean;
}

const hidden = '(not shown)';
/** Fields of a message by which a removed article could be read again. */
const contentFields = ['title', 'abstract', 'credit', 'notice', 'originalUrl'];

/**
 * The request of a delivery as operators may see it: its signature, the subscriber's own headers and the token of an
 * acknowledgement are hidden, and so is the content of an article that is not shown any more.
 */
export const shownRequest = (given: { readonly url: string; readonly ownHeaders: readonly string[]; readonly deliveryId: string; readonly message: Message; readonly isShown: boolean }): ShownRequest => {
  const { message } = given;
  const isRemoval = message.type === 'article.taken_down';
  const isWithheld = !given.isShown && !isRemoval && contentFields.some((field) => field in message.data);
  const data = Object.fromEntries(
    Object.entries(message.data).map(([name, value]) => {
      if (isWithheld && contentFields.includes(name)) return [name, hidden];
      return [name, name === 'ackUrl' && typeof value === 'string' ? value.replace(/[^/]+$/, hidden) : value];
    }),
  );
  return {
    method: 'POST',
    url: given.url,
    headers: { 'content-type': 'application/json', 'webhook-id': given.deliveryId, 'webhook-timestamp': '(seconds of the attempt)', 'webhook-signature': hidden, ...Object.fromEntries(given.ownHeaders.map((name) => [name, hidden])) },
    body: { ...message, data },
    isWithheld,
  };
};
