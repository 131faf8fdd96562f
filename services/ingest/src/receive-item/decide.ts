import { releasedState } from '../hold-for-editor/hold.decide.js';
import { compareUpstream, type UpstreamVersion } from './upstream-version.decide.js';

export type RemovalReason = 'canceled' | 'withheld' | 'deleted' | 'expired';

/** What a source sent for one guid. `stateHash` covers all that readers or rules can see of it. */
export type Incoming =
  | { readonly kind: 'article'; readonly version: UpstreamVersion; readonly stateHash: string }
  | { readonly kind: 'removal'; readonly version: UpstreamVersion; readonly reason: RemovalReason };

/** What we hold for that guid. `revision` is ours and grows by one with every accepted change. */
export type Known =
  | {
      readonly state: 'usable';
      readonly revision: number;
      readonly version: UpstreamVersion;
      readonly stateHash: string;
      /** An operator brought it back against the removal of this very version. */
      readonly overruled?: true;
    }
  | { readonly state: 'withdrawn'; readonly revision: number; readonly version: UpstreamVersion; readonly reason: RemovalReason };

export type Outcome = 'new' | 'revised' | 'unchanged' | 'older' | 'withdrawn' | 'restored' | 'refused';

export interface Reason {
  readonly code: string;
  /** A sentence for the upstream's engineer: what is wrong and how to mend it. */
  readonly detail: string;
}

/** `next` is what is held from here on; absent where nothing changes, not even the upstream's version. */
export type Decision =
  | { readonly outcome: 'new' | 'revised' | 'restored' | 'withdrawn'; readonly next: Known }
  | { readonly outcome: 'unchanged'; readonly next?: Known; readonly warning?: Reason }
  | { readonly outcome: 'older' | 'refused'; readonly reason: Reason };

/**
 * Decides what one incoming item is, against what is known of its guid. Of what can be compared the newest wins in
 * whatever order it comes; a removal wins against an equal version and against what cannot be compared, and stays
 * until the upstream sends a version that is newer than the removal (formats.md §5).
 */
export const decide = (incoming: Incoming, known: Known | undefined): Decision =>
  incoming.kind === 'removal' ? decideRemoval(incoming, known) : decideArticle(incoming, known);

/**
 * The same for an item that waited (in quarantine, say) while others came: what cannot be shown to be newer than what
 * is held does not replace it. A removal is decided as ever.
 */
export const decideLate = (incoming: Incoming, known: Known): Decision => {
  if (incoming.kind === 'removal' || compareUpstream(incoming.version, known.version).order === 'newer') return decide(incoming, known);
  return { outcome: 'older', reason: { code: 'replaced-meanwhile', detail: 'Something else came for this item after these bytes. Nothing was changed.' } };
};

/** The same for what is held, read again from its own bytes: a reading that differs is a revision of ours, under the same upstream version. */
export const decideAgain = (incoming: Incoming, known: Known): Decision => {
  if (incoming.kind === 'removal' || known.state === 'withdrawn' || incoming.stateHash === known.stateHash) return decide(incoming, known);
  return { outcome: 'revised', next: usable(incoming, known.revision + 1) };
};

/**
 * The same where an operator brings back what was withdrawn. The removal's version is kept: the upstream's own older
 * copies stay refused, and its removal, sent again with a later version, removes again.
 */
export const decideRestore = (incoming: Incoming, known: Known): Decision => {
  if (incoming.kind === 'removal' || known.state === 'usable') return { outcome: 'unchanged' };
  return { outcome: 'restored', next: { ...usable(incoming, known.revision + 1), version: known.version, overruled: true } };
};

/** The same where an editor lets go what waited for him: another state of the same version, which is kept. */
export const decideRelease = (incoming: Incoming, known: Known): Decision => {
  const stateHash = known.state === 'usable' ? releasedState(known.stateHash) : undefined;
  if (incoming.kind === 'removal' || stateHash === undefined) return { outcome: 'unchanged' };
  return { outcome: 'revised', next: { ...usable(incoming, known.revision + 1), version: known.version, stateHash } };
};

type Removal = Extract<Incoming, { kind: 'removal' }>;
type ArticleIn = Extract<Incoming, { kind: 'article' }>;
type Usable = Extract<Known, { state: 'usable' }>;
type Withdrawn = Extract<Known, { state: 'withdrawn' }>;

const overruledHere: Reason = { code: 'removal-overruled', detail: 'An operator brought this item back after this removal. To remove it again, send the removal with a later version.' };

const decideRemoval = (incoming: Removal, known: Known | undefined): Decision => {
  const next: Known = { state: 'withdrawn', revision: (known?.revision ?? 0) + 1, version: incoming.version, reason: incoming.reason };
  if (!known) return { outcome: 'withdrawn', next };
  const { order } = compareUpstream(incoming.version, known.version);
  if (order === 'older') return { outcome: 'older', reason: olderThan(known) };
  if (known.state === 'withdrawn' && order !== 'newer') return { outcome: 'unchanged' };
  // A feed repeats its tombstones: the one that an operator overruled is not obeyed again. One without a version may be a new one.
  if (known.state === 'usable' && known.overruled && order === 'same') return { outcome: 'unchanged', warning: overruledHere };
  // A removal that names no version must not forget the one it removed: an older copy would come back.
  return { outcome: 'withdrawn', next: { ...next, version: laterOf(incoming.version, known.version) } };
};

const decideArticle = (incoming: ArticleIn, known: Known | undefined): Decision => {
  if (!known) return { outcome: 'new', next: usable(incoming, 1) };
  return known.state === 'withdrawn' ? againstRemoval(incoming, known) : againstUsable(incoming, known);
};

const againstRemoval = (incoming: ArticleIn, known: Withdrawn): Decision => {
  const { order } = compareUpstream(incoming.version, known.version);
  if (order === 'newer') return { outcome: 'restored', next: usable(incoming, known.revision + 1) };
  if (order === 'older') return { outcome: 'older', reason: olderThan(known) };
  return {
    outcome: 'refused',
    reason: {
      code: 'withdrawn-by-upstream',
      detail: `You took this item back (${known.reason}). Send it with a version or modification time later than the removal's to restore it.`,
    },
  };
};

const againstUsable = (incoming: ArticleIn, known: Usable): Decision => {
  const { order, by } = compareUpstream(incoming.version, known.version);
  if (order === 'older') return { outcome: 'older', reason: olderThan(known) };
  if (incoming.stateHash === known.stateHash) {
    // The version moved and nothing else: remember it, or the next old copy would pass for newer.
    return order === 'newer' ? { outcome: 'unchanged', next: { ...usable(incoming, known.revision), version: laterOf(incoming.version, known.version) } } : { outcome: 'unchanged' };
  }
  if (order === 'same' && by === 'number') {
    return {
      outcome: 'unchanged',
      warning: { code: 'version-not-raised', detail: `The content differs, but its version is still ${known.version.version ?? ''}: raise the version to correct an item.` },
    };
  }
  return { outcome: 'revised', next: { ...usable(incoming, known.revision + 1), version: laterOf(incoming.version, known.version) } };
};

const usable = (incoming: ArticleIn, revision: number): Usable => ({ state: 'usable', revision, version: incoming.version, stateHash: incoming.stateHash });

/** Each part of what is newer; a part that the newer one does not give is kept from the older. */
const laterOf = (newer: UpstreamVersion, older: UpstreamVersion): UpstreamVersion => ({
  version: newer.version ?? older.version,
  modifiedAt: newer.modifiedAt ?? older.modifiedAt,
});

const olderThan = (known: Known): Reason => ({
  code: 'older-version',
  detail: `A newer version is held: ${[known.version.version, known.version.modifiedAt].filter((part) => part !== null).join(', modified ')}. Nothing was changed.`,
});
