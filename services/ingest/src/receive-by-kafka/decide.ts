/** Why an offer was not accepted, as the one door says it over HTTP. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Its bytes are in quarantine already, under a receipt of their own. */
  readonly isKept: boolean;
}

/**
 * What becomes of an offer that was refused. There is nobody to answer: what is known to come from its source is told
 * on a receipt; what proves nobody becomes a dead letter; what is no fault of the offer is tried again in its place.
 */
export type Ending = 'again' | 'receipt' | 'dead-letter' | 'done';

const unproven = new Set([401, 404]);
const notNow = new Set([409, 429, 503]);

export const endingOf = (refusal: Refusal): Ending => {
  if (refusal.status === 422 && refusal.isKept) return 'done';
  if (unproven.has(refusal.status)) return 'dead-letter';
  if (notNow.has(refusal.status)) return 'again';
  return refusal.status < 500 ? 'receipt' : 'dead-letter';
};

/**
 * How old a signature may be, in seconds. An offer waits in Kafka while we are away, and must be good afterwards; a
 * replay must not. Ids of offers are remembered for `idempotencyDays` from when they were accepted, and a time stamp may
 * be ahead of that by the tolerance of five minutes: whatever is younger than this is remembered still.
 */
export const signatureAgeSecondsMax = (idempotencyDays: number): number => idempotencyDays * 86_400 - 600;

/** Offers by key, each key's in their order: keys are independent of each other. */
export const inOrderByKey = <T>(offers: readonly T[], keyOf: (offer: T) => string): T[][] => {
  const byKey = new Map<string, T[]>();
  for (const offer of offers) {
    const before = byKey.get(keyOf(offer));
    if (before) before.push(offer);
    else byKey.set(keyOf(offer), [offer]);
  }
  return [...byKey.values()];
};
