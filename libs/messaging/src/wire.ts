import { contractOf, type EventType, type OutgoingEvent, type ReceivedEvent } from '@wiredesk/contracts';

import type { WireMessage } from './kafka/port.js';
import { childTraceparent } from './trace/trace.js';

/**
 * CloudEvents 1.0, binary mode of the Kafka protocol binding: attributes are headers, the value is the data.
 * `cause` is the traceparent of what caused the event; without one a new trace begins.
 */
export const headersOf = (event: OutgoingEvent, source: string, cause?: string | null): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: event.id,
  ce_type: event.type,
  ce_source: `/wiredesk/${source}`,
  ce_time: event.time,
  ce_subject: event.key,
  'content-type': 'application/json',
  traceparent: childTraceparent(cause),
});

/** What a message turned out to be. */
export type Read =
  | { readonly kind: 'event'; readonly event: ReceivedEvent }
  /** A type that this build does not know: a newer producer. It is skipped and counted. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Whether this build has a contract for a type. */
export const isKnownType = (type: string): boolean => contractOf(type) !== undefined;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Postgres keeps no NUL in text, and its indexes no long key: such a message could not even become a dead letter. */
const keyCharsMax = 512;
const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text);

/** A message as it can be stored: a NUL becomes U+FFFD (JSON has none), a key is cut to 512 characters. */
export const storable = <M extends WireMessage>(message: M): M => {
  const headers = Object.entries(message.headers);
  const clean = !message.key.includes('\0') && !message.value.includes('\0') && message.key.length <= keyCharsMax && headers.every(([name, value]) => !name.includes('\0') && !value.includes('\0'));
  if (clean) return message;
  return {
    ...message,
    key: withoutNul(message.key).slice(0, keyCharsMax),
    value: withoutNul(message.value),
    headers: Object.fromEntries(headers.map(([name, value]) => [withoutNul(name), withoutNul(value)])),
  };
};

/** Reads a message and checks it against the contract of its type. Never throws. */
export const readMessage = (message: WireMessage): Read => {
  const { ce_type: type = '', ce_id: id = '' } = message.headers;
  const contract = contractOf(type);
  if (!contract) return type === '' ? { kind: 'invalid', reason: 'no ce_type header' } : { kind: 'unknown', type };
  if (!uuid.test(id)) return { kind: 'invalid', reason: `ce_id "${id.slice(0, 60)}" is not a UUID` };
  let data: unknown;
  try {
    data = JSON.parse(message.value);
  } catch (error) {
    return { kind: 'invalid', reason: `value is not JSON: ${(error as Error).message}` };
  }
  const parsed = contract.schema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'invalid', reason: `data does not fit ${type}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.slice(0, 300) };
  }
  const event = {
    id,
    type: type as EventType,
    source: message.headers['ce_source'] ?? '',
    time: message.headers['ce_time'] ?? '',
    subject: message.headers['ce_subject'] ?? message.key,
    traceparent: message.headers['traceparent'] ?? null,
    data: parsed.data,
  };
  return { kind: 'event', event: event as ReceivedEvent };
};
