import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { sourceId } from '../fields.js';
import { topics } from '../topics.js';

/** What Kafka takes of one message by default (1 MB), less its envelope. A larger body is gzipped, or pushed over HTTP. */
const bodyBase64CharsMax = 1_000_000;

/**
 * An upstream inside the house offers a body, as it would push it over HTTP. Nobody is believed for writing onto the
 * topic: the body is signed by Standard Webhooks, with the source's `whsec_` secret (`v1`) or its own Ed25519 key
 * (`v1a`), over `<webhookId>.<webhookTimestamp>.<bytes of the body>`. Bearer keys are not taken: they would lie in the
 * topic for all to read.
 *
 * `ce_id` is fresh for each message; `webhookId` names the offer, and the same one is taken once however often it comes.
 * The Kafka key is the upstream's choice: what must keep its order has the same one (the source, or the piece).
 */
export const payloadOfferedV1 = defineEvent({
  type: 'payload.offered',
  version: 1,
  topic: topics.intake,
  title: 'An upstream inside the house offers an item or a feed, in any format that a push may have, signed',
  keyOf: (data) => data.sourceId,
  data: z.looseObject({
    sourceId,
    contentType: z.string().max(200).nullable(),
    /** `gzip`, `deflate` or `br`: how the bytes are packed. They are signed packed. */
    contentEncoding: z.string().max(60).nullable(),
    bodyBase64: z.base64().min(4).max(bodyBase64CharsMax),
    webhookId: z.string().min(1).max(200),
    /** Whole seconds since 1970. */
    webhookTimestamp: z.int().min(0).max(99_999_999_999),
    webhookSignature: z.string().min(1).max(2_000),
  }),
  sample: {
    sourceId: 'harbour-wire',
    contentType: 'application/json',
    contentEncoding: null,
    bodyBase64: 'eyJ1cmkiOiJ1cm46aHc6MSIsImhlYWRsaW5lIjoiVGhlIHRpZGUgZ2F0ZSBvcGVucyIsImJvZHlfaHRtbCI6IjxwPkZvcnR5IGJvYXRzIHdlbnQgb3V0LjwvcD4ifQ==',
    webhookId: 'msg_01934d0e7b1c7a53',
    webhookTimestamp: 1_795_509_000,
    webhookSignature: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  },
});
export type PayloadOffered = DataOf<typeof payloadOfferedV1>;
