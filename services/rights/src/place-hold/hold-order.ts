import { urlKey } from '@wiredesk/usage-terms';
import { z } from 'zod';

const uuid = z.string().toLowerCase().pipe(z.uuid());
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** What an officer may name as the scope of a hold. */
export const holdScopeOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), itemId: uuid }),
  z.object({ kind: z.literal('story'), storyId: uuid, itemId: uuid.nullish().transform((itemId) => itemId ?? null) }),
  z.object({ kind: z.literal('source'), sourceId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/) }),
  z.object({ kind: z.literal('url'), url: z.string().trim().max(500).refine((url) => urlKey(url) !== undefined, 'an http or https URL') }),
]);

/** Body of `POST /v1/holds`: what an officer orders. */
export const holdOrder = z.object({
  scope: holdScopeOrder,
  reason: z.string().trim().min(1).max(300).describe('For our own records; shown to nobody outside.'),
  class: z.enum(['legal', 'order', 'licence', 'editorial', 'quarantine']).default('editorial'),
  reasonCode: z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens, at most 40').optional().describe('Neutral word that pages and recipients may see; absent: the class.'),
  law: z.string().trim().min(1).max(120).optional().describe('What the removal page names.'),
  channels: z.array(z.string().trim().min(1).max(32)).min(1).max(64).default(['*']),
  territories: z.array(z.string().regex(/^(\*|[A-Z]{2})$/, 'an ISO 3166 code such as DE, or *')).min(1).max(64).default(['*']),
  httpStatus: z.union([z.literal(451), z.literal(410), z.literal(404)]).optional().describe('What pages answer; absent: 451 for legal and order, else 410.'),
  from: instant.optional().describe('Absent: at once.'),
  until: instant.optional().describe('Absent: until it is lifted.'),
});
export type HoldOrder = z.infer<typeof holdOrder>;
