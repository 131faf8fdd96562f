import type { Relation } from '@wiredesk/contracts';
import type { Terms, Use } from '@wiredesk/usage-terms';

/** What rights cleared, with what pages must show beside it. */
export interface ClearedTerms extends Terms {
  readonly grantId: string;
  readonly credit: string | null;
  readonly notice: string | null;
  readonly canonicalLinkRequired: boolean;
}

/** `waiting`: never public so far. `down`: it was, and is not now. */
export type ArticleState = 'waiting' | 'live' | 'down';
export type DownCause = 'held' | 'withdrawn' | 'refused' | 'superseded';

/**
 * One item as publish knows it: a row of `article`. Counters are 0 until the topic said something: `revision` (items),
 * `placement`, `clearance`; `publication` grows with every change of what is public. Instants are Dates.
 */
export interface ArticleRow {
  readonly item_id: string;
  readonly source_id: string;
  readonly revision: number;
  /** Revision of the last withdrawal; the item is withdrawn while it is greater than `revision`. */
  readonly withdrawn_revision: number;
  readonly language: string | null;
  readonly upstream_url: string | null;
  readonly upstream_url_key: string | null;
  readonly published_at: Date | null;
  readonly published_precision: 'instant' | 'day' | 'assumed' | null;
  readonly received_at: Date | null;
  /** Place in lists: published, or received where the upstream gave no date. */
  readonly sort_at: Date | null;
  readonly categories: readonly string[];
  readonly title: string | null;
  readonly abstract: string | null;
  readonly image_url: string | null;
  readonly credit: string | null;
  /** The text was erased from the content store. */
  readonly erased: boolean;
  readonly placement: number;
  readonly story_id: string | null;
  readonly relation: Relation | null;
  readonly canonical: boolean;
  readonly canonical_item_id: string | null;
  readonly clearance: number;
  /** Null while refused or not yet decided. */
  readonly terms: ClearedTerms | null;
  readonly publication: number;
  readonly state: ArticleState;
  /** Revision that is public, or was last; 0 for never. */
  readonly shown_revision: number;
  /** Every category in whose lists and feeds it ever stood. */
  readonly shown_categories: readonly string[];
  readonly first_live_at: Date | null;
  readonly changed_at: Date | null;
  readonly down_cause: DownCause | null;
  readonly down_status: 451 | 410 | 404 | null;
  readonly down_hold_id: string | null;
  /** When the verdict may change by time alone. */
  readonly due_at: Date | null;
}

/** Channels in which this service can show an article; it is live while one of them permits it. */
export const channels = ['portal', 'feed', 'api', 'webhook'] as const;
export type Channel = (typeof channels)[number];

/** What the gate asks of a row. */
export type GateRow = Pick<ArticleRow, 'item_id' | 'source_id' | 'story_id' | 'relation' | 'upstream_url_key' | 'terms'>;

/** Where this deployment shows things. */
export interface Place {
  /** ISO 3166 code of the territory that the portal serves, `*` for everywhere. */
  readonly territory: string;
  /** `urlKey` of the portal's own address. */
  readonly portalKey: string;
}

/** The use of an article in a channel. */
export const useOf = (row: GateRow, place: Place, channel: Channel, atMs: number): Use => {
  const own = `${place.portalKey}/articles/${row.item_id}`;
  return {
    itemId: row.item_id,
    sourceId: row.source_id,
    storyId: row.story_id,
    relation: row.relation,
    urlKeys: row.upstream_url_key === null ? [own] : [own, row.upstream_url_key],
    channel,
    territory: place.territory,
    atMs,
  };
};

/** A change of what is public of one article, with the row as it is after it. */
export interface Change {
  readonly kind: 'published' | 'updated' | 'taken_down' | 'restored';
  readonly row: ArticleRow;
}
