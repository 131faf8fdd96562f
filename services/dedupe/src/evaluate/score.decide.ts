import { automaticRelations, type Relation } from '@wiredesk/contracts';

/** Where an item came to stand, beside what is true of it. */
export interface Judged {
  readonly id: string;
  readonly story: string;
  readonly relation: Relation;
  readonly relatedTo: string | null;
  readonly truth: string;
}

/** Over pairs of items: how many of the joined ones are right, how many of the right ones are joined. */
export interface PairScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Adjusted Rand index (Hubert and Arabie 1985): 1 is equal, 0 what chance would give. */
  readonly ari: number;
  readonly joinedPairs: number;
  readonly truePairs: number;
}

/** Items of one relation, and how many of them are truly of the story of what they were related to. */
export interface RelationScore {
  readonly relation: Relation;
  readonly items: number;
  readonly right: number;
}

export interface Score {
  readonly items: number;
  readonly all: PairScore;
  /** Only what a takedown spreads over: items with an automatic relation to their story. */
  readonly automatic: PairScore;
  readonly relations: readonly RelationScore[];
}

const pairs = (n: number): number => (n * (n - 1)) / 2;

/** Scores a clustering by counting, so in linear time. `label` is the cluster that was given, `truth` the right one. */
export const scorePairs = (items: readonly { readonly label: string; readonly truth: string }[]): PairScore => {
  const count = (key: (item: { label: string; truth: string }) => string): number => {
    const sizes = new Map<string, number>();
    for (const item of items) sizes.set(key(item), (sizes.get(key(item)) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0);
  };
  const joined = count((item) => item.label);
  const real = count((item) => item.truth);
  const right = count((item) => JSON.stringify([item.label, item.truth]));
  const precision = joined === 0 ? 1 : right / joined;
  const recall = real === 0 ? 1 : right / real;
  const expected = items.length < 2 ? 0 : (joined * real) / pairs(items.length);
  const most = (joined + real) / 2;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    ari: most === expected ? 1 : (right - expected) / (most - expected),
    joinedPairs: joined,
    truePairs: real,
  };
};

/** Scores what was judged, as a whole and per relation. */
export const scoreOf = (judged: readonly Judged[]): Score => {
  const truths = new Map(judged.map((item) => [item.id, item.truth]));
  const relations = new Map<Relation, { items: number; right: number }>();
  for (const { relation, relatedTo, truth } of judged) {
    const other = relatedTo === null ? undefined : truths.get(relatedTo);
    if (other === undefined) continue;
    const known = relations.get(relation) ?? { items: 0, right: 0 };
    relations.set(relation, { items: known.items + 1, right: known.right + (other === truth ? 1 : 0) });
  }
  return {
    items: judged.length,
    all: scorePairs(judged.map(({ story, truth }) => ({ label: story, truth }))),
    automatic: scorePairs(judged.map(({ id, story, relation, truth }) => ({ label: automaticRelations.includes(relation) ? story : `alone ${id}`, truth }))),
    relations: [...relations].map(([relation, counts]) => ({ relation, ...counts })),
  };
};

const percent = (part: number): string => part.toFixed(4);

/** The score as lines of text. */
export const scoreLines = ({ items, all, automatic, relations }: Score): string[] => [
  `${items} items with a known story; ${all.truePairs} true pairs, ${all.joinedPairs} joined`,
  `all        P ${percent(all.precision)}  R ${percent(all.recall)}  F1 ${percent(all.f1)}  ARI ${percent(all.ari)}`,
  `automatic  P ${percent(automatic.precision)}  R ${percent(automatic.recall)}  F1 ${percent(automatic.f1)}  ARI ${percent(automatic.ari)}`,
  ...relations.map(({ relation, items: of, right }) => `${relation.padEnd(10)} ${right} of ${of} right (${percent(right / of)})`),
];
