const words = 'canary drill harbour lantern signal ledger ferry timber quarry beacon valley orchard tunnel museum clinic pasture copper mason canal engine station'.split(' ');
const wordCount = 120;

/** Words that no other drill and no article shares: what is alike would join a story. `seed` is the drill's own id. */
const proseOf = (seed: string): string => {
  let state = 2_166_136_261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  return Array.from({ length: wordCount }, (_, index) => `${words[next() % words.length]}${index % 7 === 0 ? (next() % 99_991).toString(36) : ''}`).join(' ');
};

/** The marked article of a drill as ninjs, as its source pushes it; `canceled` takes it back. */
export const canaryArticle = (drillId: string, atIso: string, pubstatus: 'usable' | 'canceled') => ({
  uri: `urn:wiredesk:canary:${drillId}`,
  version: pubstatus === 'usable' ? '1' : '2',
  pubstatus,
  headline: `Canary drill ${drillId}: please ignore`,
  body_html: `<p>${proseOf(drillId)}</p>`,
  language: 'en',
  versioncreated: atIso,
});

/** How a recall stands: copies of ours that are still to be seen gone, and of subscribers still to be acknowledged. */
export interface RecallProgress {
  readonly places: number;
  readonly placesOpen: number;
  readonly sent: number;
  readonly sentOpen: number;
}

/** Dark when every place of ours was looked at and is gone; acknowledged when each subscriber that had it said so, too. */
export const phaseOf = (progress: RecallProgress): 'waiting' | 'dark' | 'acknowledged' => {
  if (progress.places === 0 || progress.placesOpen > 0) return 'waiting';
  return progress.sentOpen > 0 ? 'dark' : 'acknowledged';
};

/** The middle of some durations, the lower of two; undefined of none. */
export const medianOf = (values: readonly number[]): number | undefined => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
