import type { CopyState } from '@wiredesk/contracts';

import type { RecalledCopy } from './copy.store.js';

/** How far a recall came: `gone` of `copies` are proven gone. */
export interface Coverage {
  readonly copies: number;
  readonly gone: number;
  readonly bySurface: readonly { readonly surface: string; readonly copies: number; readonly gone: number }[];
  /** Each copy that is not proven gone, by name. */
  readonly open: readonly { readonly surface: string; readonly place: string; readonly state: CopyState; readonly at: string }[];
}

/** Proven gone: its holder acknowledged the removal, or we looked. A delivery alone proves nothing (surfaces §1.6). */
const proven: ReadonlySet<CopyState> = new Set<CopyState>(['acknowledged', 'verified_gone']);

/**
 * Coverage of some holds together. One copy may stand under several of them: it counts once, and the best that is
 * known of it counts. A copy that was released (its hold was lifted) is owed no more.
 */
export const coverageOf = (recalled: readonly RecalledCopy[]): Coverage => {
  const best = new Map<string, RecalledCopy>();
  for (const copy of recalled) {
    if (copy.state === 'released') continue;
    const known = best.get(copy.copyId);
    if (!known || (proven.has(copy.state) && !proven.has(known.state))) best.set(copy.copyId, copy);
  }
  const surfaces = new Map<string, { surface: string; copies: number; gone: number }>();
  for (const copy of best.values()) {
    const counted = surfaces.get(copy.surface) ?? { surface: copy.surface, copies: 0, gone: 0 };
    surfaces.set(copy.surface, { ...counted, copies: counted.copies + 1, gone: counted.gone + (proven.has(copy.state) ? 1 : 0) });
  }
  const copies = [...best.values()];
  return {
    copies: copies.length,
    gone: copies.filter((copy) => proven.has(copy.state)).length,
    bySurface: [...surfaces.values()].sort((a, b) => (a.surface < b.surface ? -1 : 1)),
    open: copies.filter((copy) => !proven.has(copy.state)).map(({ surface, place, state, at }) => ({ surface, place, state, at })),
  };
};
