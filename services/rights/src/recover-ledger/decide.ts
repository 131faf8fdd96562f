import type { Hold } from '@wiredesk/usage-terms';

/** A hold as this service's database has it. */
export interface KnownState {
  readonly holdId: string;
  readonly seq: number;
}

/**
 * Holds that were said on the lane and that the database does not have, or has in an older state: it was restored from
 * a backup. In the order in which they were said.
 */
export const lostHolds = (said: readonly Hold[], known: readonly KnownState[]): Hold[] => {
  const seqs = new Map(known.map(({ holdId, seq }) => [holdId, seq]));
  return said.filter((hold) => (seqs.get(hold.holdId) ?? 0) < hold.seq).sort((a, b) => a.seq - b.seq);
};
