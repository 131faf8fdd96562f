import type { Article } from '@wiredesk/content';

import type { IncomingItem } from '../receive-item/incoming-item.js';

/** Code of the warning by which a held article is known, to its receipt and to the review that is opened for it. */
export const heldForEditor = 'held-for-editor';

const warning = { code: heldForEditor, detail: 'Articles of this source wait for an editor. It is stored and checked; it will be shown when an editor says so.' };

/** Where the embargo of the upstream waits while ours stands in its place. */
const upstreamEmbargo = 'wiredesk:upstreamEmbargo';

/** A source may send a field of that name too. */
const instantOrOpen = /^(?:open|\d{4}-\d{2}-\d{2}T[\d:.]{5,12}Z)$/;

/** What is held and what is not is another state of an item, though its upstream sent the same. */
const prefix = 'held:';

/** The state that a held one is released to; undefined for one that is not held. */
export const releasedState = (stateHash: string): string | undefined => (stateHash.startsWith(prefix) ? stateHash.slice(prefix.length) : undefined);

/**
 * An article of a source whose articles wait for an editor: an embargo without a known end, until he says otherwise,
 * which every later service obeys. `approvedState` is the state in which the item is held now: what an editor has
 * approved, sent again as it was, is approved still.
 */
export const holdForEditor = (item: IncomingItem, approvedState: string | undefined): IncomingItem => {
  if (item.kind !== 'article' || item.incoming.stateHash === approvedState || isHeldForEditor(item.article)) return item;
  const { article, incoming } = item;
  return {
    ...item,
    incoming: { ...incoming, stateHash: `${prefix}${incoming.stateHash}` },
    article: {
      ...article,
      embargo: 'open',
      unknown: article.embargo === undefined ? article.unknown : { ...article.unknown, [upstreamEmbargo]: article.embargo },
      warnings: [...article.warnings, warning],
    },
  };
};

/** The article as it was before it was held: with its upstream's own embargo, if it had one. */
export const released = ({ embargo: _ours, ...article }: Article): Article => {
  const { [upstreamEmbargo]: embargo, ...unknown } = article.unknown;
  return { ...article, ...(typeof embargo === 'string' && instantOrOpen.test(embargo) ? { embargo } : {}), unknown, warnings: article.warnings.filter(({ code }) => code !== heldForEditor) };
};

export const isHeldForEditor = (article: Article): boolean => article.warnings.some(({ code }) => code === heldForEditor);
