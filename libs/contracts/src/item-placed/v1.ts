import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { counter, id, instant, sourceId } from '../fields.js';
import { topics } from '../topics.js';

/** How an item relates to its story's canonical item. */
export const relation = z.enum(['original', 'reprint', 'revision', 'excerpt', 'derived', 'related', 'template']);
export type Relation = z.infer<typeof relation>;

/** Relations that make an item a copy of the story's text: a hold of scope story covers them, and only them. */
export const automaticRelations: readonly Relation[] = ['original', 'reprint', 'revision', 'excerpt'];

/** An item stands in a story. Emitted again whenever the story, relation or canonical choice changes. */
export const itemPlacedV1 = defineEvent({
  type: 'item.placed',
  version: 1,
  topic: topics.placements,
  title: 'An item was placed in a story',
  keyOf: (data) => data.itemId,
  data: z.looseObject({
    itemId: id,
    sourceId,
    /** The item's revision that was compared. */
    revision: counter,
    /** Grows with every placement of this item; the greater wins. */
    placement: counter,
    storyId: id,
    relation,
    /** This item is the one that the story shows. */
    canonical: z.boolean(),
    canonicalItemId: id,
    /** The item it was matched with, null for an original. */
    relatedTo: id.nullable(),
    /** Jaccard and containment of the best match, 0 to 1. */
    j: z.number().min(0).max(1),
    c: z.number().min(0).max(1),
    decidedBy: z.enum(['exact', 'sketch', 'hand', 'alone', 'suspect']),
    /** The upstream withdrew the item: a second way, beside the hold, by which publish learns of it. */
    withdrawn: z.boolean(),
    placedAt: instant,
  }),
  sample: {
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    sourceId: 'harbour-wire',
    revision: 1,
    placement: 1,
    storyId: '01934d0e-7c00-7001-8000-000000000001',
    relation: 'original',
    canonical: true,
    canonicalItemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    relatedTo: null,
    j: 0,
    c: 0,
    decidedBy: 'alone',
    withdrawn: false,
    placedAt: '2026-11-24T08:31:02.140Z',
  },
});
export type ItemPlaced = DataOf<typeof itemPlacedV1>;
