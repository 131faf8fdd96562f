import { automaticRelations, type Relation } from '@wiredesk/contracts';

/** An item that a scope reaches or stands beside, as the preview needs it. */
export interface NearItem {
  readonly itemId: string;
  readonly sourceId: string;
  readonly language: string;
  readonly url: string | null;
  readonly storyId: string | null;
  readonly relation: Relation | null;
  readonly canonical: boolean;
  /** A grant of its own source allows it: it would stay licensed whatever becomes of the others. */
  readonly cleared: boolean;
  readonly shown: boolean;
  readonly held: boolean;
  readonly firstReceivedAt: string;
}

export interface BlastRadius {
  /** What would go dark. */
  readonly reached: { readonly items: number; readonly shown: number; readonly alreadyHeld: number; readonly languages: Readonly<Record<string, number>>; readonly sources: Readonly<Record<string, number>> };
  readonly sample: readonly NearItem[];
  /** What stands in the same stories and stays, and why. */
  readonly stays: readonly { readonly item: NearItem; readonly why: 'other-text' | 'own-licence' }[];
  /** Copies that could be shown in place of one that goes dark, the likeliest first. */
  readonly promoted: readonly NearItem[];
  /** Not all items could be looked at; the numbers are at least these. */
  readonly truncated: boolean;
}

const sampleMax = 50;

const isCopy = (item: NearItem): boolean => item.relation !== null && automaticRelations.includes(item.relation);

/**
 * What a hold would do before it is placed. `reached` are the items that its scope covers; `beside` are the others of
 * their stories. Of those, another text stays because it is no copy, and a copy stays because it has a licence of its
 * own that this scope does not touch; the earliest such copy is the likeliest to be shown instead.
 */
export const blastRadius = (reached: readonly NearItem[], beside: readonly NearItem[], truncated: boolean): BlastRadius => {
  const dark = new Set(reached.filter((item) => item.canonical && item.shown).map((item) => item.storyId));
  const stays = beside.flatMap((item): { item: NearItem; why: 'other-text' | 'own-licence' }[] => {
    if (!isCopy(item)) return [{ item, why: 'other-text' }];
    return item.cleared && !item.held ? [{ item, why: 'own-licence' }] : [];
  });
  return {
    reached: { items: reached.length, shown: reached.filter(({ shown }) => shown).length, alreadyHeld: reached.filter(({ held }) => held).length, languages: countBy(reached, ({ language }) => language), sources: countBy(reached, ({ sourceId }) => sourceId) },
    sample: [...reached].sort(byImportance).slice(0, sampleMax),
    stays: stays.slice(0, sampleMax),
    promoted: stays
      .filter(({ item, why }) => why === 'own-licence' && dark.has(item.storyId))
      .map(({ item }) => item)
      .sort((a, b) => (a.firstReceivedAt < b.firstReceivedAt ? -1 : 1))
      .slice(0, sampleMax),
    truncated,
  };
};

const byImportance = (a: NearItem, b: NearItem): number => Number(b.shown) - Number(a.shown) || Number(b.canonical) - Number(a.canonical) || (a.firstReceivedAt < b.firstReceivedAt ? -1 : 1);

const countBy = <T>(entries: readonly T[], keyOf: (entry: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const entry of entries) counts[keyOf(entry)] = (counts[keyOf(entry)] ?? 0) + 1;
  return counts;
};
