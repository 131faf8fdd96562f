/** An article in a list of picks. `until`: RFC 3339, null for no end. */
export interface Pick {
  readonly itemId: string;
  readonly until: string | null;
}

export type Arranging =
  | { readonly act: 'pin'; readonly itemId: string; readonly until: string | null }
  | { readonly act: 'unpin' | 'up' | 'down' | 'first'; readonly itemId: string };

/**
 * The list after one act. What is pinned anew stands first; one that stands in it already goes there with its new end.
 * Moving the first up, or what is not in the list, changes nothing.
 */
export const arranged = (picks: readonly Pick[], arranging: Arranging): Pick[] => {
  const { itemId } = arranging;
  const at = picks.findIndex((pick) => pick.itemId === itemId);
  const others = picks.filter((pick) => pick.itemId !== itemId);
  if (arranging.act === 'pin') return [{ itemId, until: arranging.until }, ...others];
  const moved = picks[at];
  if (!moved) return [...picks];
  if (arranging.act === 'unpin') return others;
  const to = arranging.act === 'first' ? 0 : Math.min(others.length, Math.max(0, at + (arranging.act === 'up' ? -1 : 1)));
  return [...others.slice(0, to), moved, ...others.slice(to)];
};

/** How a list was when a form was shown: its ids in their order. */
export const seenOf = (picks: readonly Pick[]): string => picks.map(({ itemId }) => itemId).join(',');

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The article that an editor means by an id or by the address of its page; undefined where neither is in the text. */
export const itemIdIn = (text: string): string | undefined => uuid.exec(text)?.[0].toLowerCase();
