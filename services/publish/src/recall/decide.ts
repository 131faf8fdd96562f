import type { CopyState } from '@wiredesk/contracts';

/** What happened to a copy that is owed. */
export type CopyEvent = 'sent' | 'received' | 'acknowledged' | 'seen-gone' | 'overdue' | 'unreachable' | 'reopened' | 'released';

/**
 * From which states an event leads where; from all others it changes nothing. Attempts may end in any order: an
 * acknowledgement often comes before the answer to the message it acknowledges. `reopened`: an older message reached
 * its holder after the removal.
 *
 * owed → sent → received (delivered) → acknowledged; own places owed → verified_gone; overdue and unreachable on the way.
 */
const transitions: Readonly<Record<CopyEvent, { readonly from: readonly CopyState[]; readonly to: CopyState }>> = {
  sent: { from: ['owed'], to: 'sent' },
  received: { from: ['owed', 'sent'], to: 'delivered' },
  acknowledged: { from: ['owed', 'sent', 'delivered', 'overdue', 'unreachable'], to: 'acknowledged' },
  'seen-gone': { from: ['owed', 'overdue'], to: 'verified_gone' },
  overdue: { from: ['owed', 'sent', 'delivered', 'unreachable'], to: 'overdue' },
  unreachable: { from: ['owed', 'sent'], to: 'unreachable' },
  reopened: { from: ['sent', 'delivered', 'acknowledged'], to: 'owed' },
  released: { from: ['owed', 'sent', 'delivered', 'acknowledged', 'verified_gone', 'overdue', 'unreachable'], to: 'released' },
};

/** The state after an event, undefined where it changes nothing. */
export const nextCopyState = (state: CopyState, event: CopyEvent): CopyState | undefined => {
  const { from, to } = transitions[event];
  return from.includes(state) ? to : undefined;
};

const waitsMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
const longWaitMs = 60_000;
const overdueAfterMs = 5 * 60_000;

/** When a place of ours that still shows what must be gone is looked at again, and whether that is overdue. */
export const lookAgain = (looks: number, owedAtMs: number, nowMs: number): { readonly inMs: number; readonly overdue: boolean } => ({
  inMs: waitsMs[looks - 1] ?? longWaitMs,
  overdue: nowMs - owedAtMs > overdueAfterMs,
});
