import { outgoing, type OutgoingEvent } from '@wiredesk/contracts';
import { uuidv7 } from '@wiredesk/platform';

import type { Placed } from './place.decide.js';

/** One event for each member that is said again. */
export const eventsOf = (placed: Placed, now: Date): OutgoingEvent[] => {
  const placedAt = now.toISOString();
  return placed.said.flatMap(({ facts, standing, placement }) => {
    if (!standing) return [];
    const { storyId, relation, relatedTo, j, c, decidedBy, canonicalItemId } = standing;
    const { itemId, sourceId, revision, withdrawn } = facts;
    const data = { itemId, sourceId, revision, placement, storyId, relation, canonical: canonicalItemId === itemId, canonicalItemId, relatedTo, j, c, decidedBy, withdrawn, placedAt };
    return [outgoing('item.placed', data, { id: uuidv7(), time: placedAt })];
  });
};
