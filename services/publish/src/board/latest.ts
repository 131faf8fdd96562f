/** One of each item: the one with the greatest counter. */
export const latestPerItem = <T extends { readonly itemId: string }>(items: readonly T[], counterOf: (item: T) => number): T[] => {
  const latest = new Map<string, T>();
  for (const item of items) {
    const known = latest.get(item.itemId);
    if (!known || counterOf(item) > counterOf(known)) latest.set(item.itemId, item);
  }
  return [...latest.values()];
};
