import type { Relation } from '@wiredesk/contracts';
import type { TitleMark } from '@wiredesk/fingerprints';

/** When a text was published: an instant (`from` = `until`), or a day of which the hour is not known. Milliseconds since 1970. */
export interface Published {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What of an item is compared. */
export interface Text {
  /** 128-bit hash of the text without credits, 32 hex digits; empty where there is no text. */
  readonly cleanHash: string;
  readonly tokens: number;
  /** Length in ideographs, a word counting as two. */
  readonly units: number;
  readonly ideographShare: number;
  readonly keys: Uint32Array;
  /** Empty where the sketch was not loaded (a member of a very large story) or there is nothing to sketch. */
  readonly sample: Uint32Array;
  readonly scale: number;
  readonly numbers: Uint32Array;
  /** Which words and pairs of ideographs it holds, and those that its title names: tells forms apart that differ in names only. */
  readonly filter: Uint32Array;
  readonly subject: Uint32Array;
}

/** Why an item cannot be compared: it gets a story of its own and is nobody's copy. */
export const suspicions = ['empty', 'erased', 'too-short', 'same-body-many-titles'] as const;
export type Suspicion = (typeof suspicions)[number];

/** One revision of an item, as far as its place among others depends on it. */
export interface Facts {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string;
  readonly revision: number;
  readonly published: Published;
  readonly receivedMs: number;
  readonly text: Text;
  /** Hash of the title without its mark; empty for none. */
  readonly titleHash: string;
  /** Hashes of the title's words, ascending. */
  readonly titleTokens: Uint32Array;
  readonly titleMark: TitleMark | null;
  /** Hash of the normalised URL; empty for none. */
  readonly urlHash: string;
  /** Names that the text gives as its source, normalised; one that only its dateline names is in brackets. */
  readonly credited: readonly string[];
  /** Names by which others may credit this item's source. */
  readonly identities: readonly string[];
  readonly suspicion: Suspicion | null;
  /** Until when the upstream's embargo runs, `Infinity` for one without a known end, null for none. */
  readonly embargoedUntilMs: number | null;
  readonly withdrawn: boolean;
}

export type DecidedBy = 'exact' | 'sketch' | 'hand' | 'alone' | 'suspect';

/** The one earlier item that an item was matched with: its parent. */
export interface Link {
  readonly parentId: string;
  /** Of the item to its parent. */
  readonly relation: Exclude<Relation, 'original' | 'related' | 'template'>;
  /** Greater is closer. */
  readonly tier: number;
  readonly exact: boolean;
  readonly j: number;
  readonly c: number;
}

/** A pair that is not joined, kept to explain and so that it is not asked again. */
export interface Note {
  readonly itemId: string;
  readonly relation: 'related' | 'template';
  readonly j: number;
  readonly c: number;
  /** A person should look. */
  readonly review: boolean;
}

/** Where an item stands. */
export interface Standing {
  /** Id of the first item of the tree that the links make. */
  readonly familyId: string;
  readonly storyId: string;
  /** To the story's first item: the loosest on the way up. */
  readonly relation: Relation;
  readonly relatedTo: string | null;
  readonly j: number;
  readonly c: number;
  readonly decidedBy: DecidedBy;
  readonly canonicalItemId: string;
}

/** An item on the board: what it is, where it stands, what rights says. */
export interface Member {
  readonly facts: Facts;
  readonly link: Link | null;
  readonly standing: Standing | null;
  /** Placements emitted so far. */
  readonly placement: number;
  /** Whether rights lets it be used now; null where it has not said anything, which counts as permitted. */
  readonly permitted: boolean | null;
  /** Marked by hand as a recurring form: it joins nothing by likeness. */
  readonly template: boolean;
  readonly pinned: boolean;
  readonly notes: readonly Note[];
}

/** Total order of texts in time: the same for every order of arrival. */
export const isEarlier = (a: Facts, b: Facts): boolean =>
  a.published.fromMs !== b.published.fromMs ? a.published.fromMs < b.published.fromMs : a.itemId < b.itemId;

export const byTime = (a: Member, b: Member): number => (a.facts.itemId === b.facts.itemId ? 0 : isEarlier(a.facts, b.facts) ? -1 : 1);

/** How a name that only the dateline gives is kept; normalised names have no brackets of their own. */
export const inDateline = (name: string): string => `(${name})`;
export const isInDateline = (credit: string): boolean => credit.startsWith('(');
export const creditedName = (credit: string): string => (isInDateline(credit) ? credit.slice(1, -1) : credit);
