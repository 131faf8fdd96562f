/** An item as rights knows it, with the answer that was last given for it. */
export interface KnownItem {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string;
  readonly revision: number;
  /** `withdrawn`: the upstream took it back, perhaps before it came. */
  readonly standing: 'usable' | 'withdrawn';
  readonly url: string | null;
  readonly language: string;
  readonly reprintReserved: boolean;
  /** An instant, `open` for an embargo without a known end, null for none. */
  readonly embargoedUntil: string | null;
  readonly expiresAt: string | null;
  readonly firstReceivedAt: string;
  /** How many answers were given; 0 before the first. */
  readonly clearance: number;
  /** `answerText` of the last answer; empty before the first. */
  readonly answer: string;
}
