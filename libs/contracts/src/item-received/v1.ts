import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { codes, counter, guid, id, instant, sourceId, url } from '../fields.js';
import { topics } from '../topics.js';

/** A new or changed item was accepted; its body is in the content store under (itemId, revision). */
export const itemReceivedV1 = defineEvent({
  type: 'item.received',
  version: 1,
  topic: topics.items,
  title: 'An item is new, revised or restored: its complete thin state',
  keyOf: (data) => data.itemId,
  data: z.looseObject({
    itemId: id,
    sourceId,
    guid,
    revision: counter,
    /** What the upstream calls this version; compared only inside ingest. */
    upstreamVersion: z.string().max(200).nullable(),
    change: z.enum(['new', 'revised', 'restored']),
    receiptId: id,
    /** sha256 (hex) of the canonical text of this revision. */
    contentHash: z.string().max(64),
    language: z.string().max(35),
    /** Where the upstream shows it, if it said so. */
    url: url.nullable(),
    publishedAt: instant.nullable(),
    /** Upstream gave only a day: never show a time. */
    publishedPrecision: z.enum(['instant', 'day', 'assumed']),
    receivedAt: instant,
    /** An instant, `open` for an embargo without a known end, null for none. */
    embargoedUntil: z.union([instant, z.literal('open')]).nullable(),
    expiresAt: instant.nullable(),
    categories: codes,
    /** The source forbids reprinting this item (未经授权不得转载). */
    reprintReserved: z.boolean(),
  }),
  sample: {
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    sourceId: 'harbour-wire',
    guid: 'https://harbour-wire.example/2026/tide-gate',
    revision: 1,
    upstreamVersion: null,
    change: 'new',
    receiptId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5969',
    contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    language: 'en',
    url: 'https://harbour-wire.example/2026/tide-gate',
    publishedAt: '2026-11-24T08:30:00.000Z',
    publishedPrecision: 'instant',
    receivedAt: '2026-11-24T08:31:02.117Z',
    embargoedUntil: null,
    expiresAt: null,
    categories: ['harbour'],
    reprintReserved: false,
  },
});
export type ItemReceived = DataOf<typeof itemReceivedV1>;
