import { z } from 'zod';

import { plainWebhook, transmitterSettings } from '../transmit/settings.js';
import type { Filter } from './filter.decide.js';

const code = z.string().min(1).max(120);
const codeList = z.array(code).min(1).max(200).optional();

/** Types of messages about articles; removals are sent whatever is asked for. */
export const articleTypes = ['article.published', 'article.updated', 'article.restored', 'article.taken_down'] as const;

const filter = z.strictObject({
  types: z.array(z.enum(articleTypes)).min(1).optional(),
  sources: codeList,
  categories: codeList,
  languages: codeList,
  stories: z.array(z.uuid()).min(1).max(200).optional(),
  grants: codeList,
  territory: z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166 code of two letters').optional(),
  words: codeList,
}) satisfies z.ZodType<Filter>;

/** Headers that decide about the call itself or its proof are ours. */
const ownHeader = /^(host|content-.*|webhook-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|user-agent|accept-encoding)$/i;
const headers = z
  .record(
    z.string().regex(/^[a-z0-9-]{1,64}$/i, 'letters, digits and hyphens').refine((name) => !ownHeader.test(name), 'is set by Wiredesk'),
    z.string().max(2_000).regex(/^[\t\x20-\x7e]*$/, 'printable ASCII'),
  )
  .refine((value) => Object.keys(value).length <= 20, 'at most 20 headers');

/** `POST /v1/subscribers`. */
export const newSubscriber = z.strictObject({
  name: z.string().trim().min(1).max(120),
  url: z.url().max(400).optional().describe('Of a webhook or a Superdesk-style push; the other transmitters say themselves where they go.'),
  transmitter: transmitterSettings.default(plainWebhook).describe('How deliveries leave: webhook, superdesk-push, kafka, object-drop, sftp. What is secret in it is never shown again.'),
  filter: filter.default({}),
  contact: z.string().max(200).nullable().default(null).describe('Whom to reach when removals stay unacknowledged: a mail address or a name.'),
  headers: headers.default({}).describe('Sent with each delivery; never shown again.'),
});
export type NewSubscriber = z.infer<typeof newSubscriber>;

/** `PATCH /v1/subscribers/{id}`: what is left out stays. `state` active also ends a disablement. */
export const subscriberChange = z.strictObject({
  name: newSubscriber.shape.name.optional(),
  url: newSubscriber.shape.url,
  transmitter: transmitterSettings.optional().describe('New credentials, another format. Its place stays: for another place make another subscriber and end this one.'),
  filter: filter.optional(),
  contact: z.string().max(200).nullable().optional(),
  headers: headers.optional(),
  state: z.enum(['active', 'paused']).optional(),
});
export type SubscriberChange = z.infer<typeof subscriberChange>;

/** `POST /v1/subscribers/{id}/secrets`. */
export const newSecretBody = z.strictObject({ overlapSeconds: z.int().min(0).max(7 * 24 * 3_600).default(24 * 3_600) });
export type NewSecretBody = z.infer<typeof newSecretBody>;

/** `paused` by an operator, `disabled` by us, `deleted`: a former one, which gets removals only. */
export type SubscriberState = 'active' | 'paused' | 'disabled' | 'deleted';

/** A subscriber as the spreading of changes needs it. */
export interface Subscriber {
  readonly id: string;
  readonly filter: Filter;
  readonly state: SubscriberState;
  /** Passed the conformance kit, and has not failed since. */
  readonly certified: boolean;
}
