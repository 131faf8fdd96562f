/** Where an item stands, as dedupe answers it. */
export interface PlacementView {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string;
  readonly revision: number;
  readonly publishedAt: string;
  readonly storyId: string;
  readonly relation: string;
  readonly relatedTo: string | null;
  readonly j: number;
  readonly c: number;
  readonly decidedBy: string;
  readonly canonical: boolean;
  readonly canonicalItemId: string;
  readonly placedAt: string;
  readonly withdrawn: boolean;
  readonly permitted: boolean | null;
  readonly suspicion: string | null;
  readonly template: boolean;
  readonly pinned: boolean;
}

/** Something that a person decided (`GET /v1/stories/{id}`). */
export interface DecisionView {
  readonly decisionId: string;
  readonly kind: 'apart' | 'same' | 'pin' | 'template';
  readonly oneSide: readonly string[];
  readonly otherSide: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
  readonly undoneReason: string | null;
}

export interface StoryView {
  readonly storyId: string;
  readonly movedFrom: string | null;
  readonly canonicalItemId: string | null;
  readonly items: readonly PlacementView[];
  readonly decisions: readonly DecisionView[];
}

/** How alike two items are, and what they would be to each other (`POST /v1/compare`). */
export interface Comparison {
  readonly relation: string;
  readonly joins: boolean;
  readonly review: boolean;
  readonly sentences: readonly { readonly en: string; readonly zh: string }[];
  readonly earlier: 'a' | 'b';
  readonly j: number;
  readonly c: number;
  readonly aCovered: number;
  readonly bCovered: number;
  readonly marks: readonly (readonly [number, number, number, number])[];
}
