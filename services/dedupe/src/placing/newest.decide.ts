/** The newest revision of each item, the first of equal ones. */
export const newestOf = <T extends { readonly itemId: string; readonly revision: number }>(all: readonly T[]): T[] => {
  const newest = new Map<string, T>();
  for (const one of all) {
    const known = newest.get(one.itemId);
    if (!known || one.revision > known.revision) newest.set(one.itemId, one);
  }
  return [...newest.values()];
};
