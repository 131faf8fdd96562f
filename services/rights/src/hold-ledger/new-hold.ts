import type { HoldClass, HoldPlaced, HoldScope } from '@wiredesk/contracts';

/** A hold that is to be placed; the ledger gives it its position. */
export interface NewHold {
  readonly holdId: string;
  readonly class: HoldClass;
  readonly scope: HoldScope;
  readonly channels: readonly string[];
  readonly territories: readonly string[];
  readonly httpStatus: 451 | 410 | 404;
  readonly reasonCode: string;
  readonly law: string | null;
  readonly placedBy: string;
  /** RFC 3339; null for at once. */
  readonly effectiveFrom: string | null;
  readonly until: string | null;
  /** The case and target that it belongs to; null for one outside of cases. */
  readonly of: { readonly caseId: string; readonly caseNumber: string; readonly targetId: string } | null;
  /** The hold that this one was placed after, and is lifted with; null for one of its own. */
  readonly follows: string | null;
  /** The reason in the placer's own words; it stays in this service. */
  readonly note?: string;
}

/** The hold as events carry it. */
export const placed = (hold: NewHold, seq: number, now: Date): HoldPlaced => ({
  holdId: hold.holdId,
  seq,
  class: hold.class,
  scope: hold.scope,
  channels: [...hold.channels],
  territories: [...hold.territories],
  httpStatus: hold.httpStatus,
  reasonCode: hold.reasonCode,
  law: hold.law,
  caseNumber: hold.of?.caseNumber ?? null,
  placedAt: now.toISOString(),
  placedBy: hold.placedBy,
  effectiveFrom: hold.effectiveFrom ?? now.toISOString(),
  until: hold.until,
  lift: null,
});

/** What a page answers for a hold of this class unless its placer says otherwise: 451 is for legal demands (RFC 7725). */
export const defaultStatus = (holdClass: HoldClass): 451 | 410 => (holdClass === 'legal' || holdClass === 'order' || holdClass === 'interim' ? 451 : 410);
