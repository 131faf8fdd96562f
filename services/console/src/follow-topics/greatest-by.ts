/** Of each key the entry with the greatest counter. */
export const greatestBy = <T>(entries: readonly T[], keyOf: (entry: T) => string, counterOf: (entry: T) => number): T[] => {
  const greatest = new Map<string, T>();
  for (const entry of entries) {
    const known = greatest.get(keyOf(entry));
    if (!known || counterOf(entry) > counterOf(known)) greatest.set(keyOf(entry), entry);
  }
  return [...greatest.values()];
};
