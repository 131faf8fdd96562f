/** Chance that a seed repeats: mulberry32, numbers from 0 to 1. */
export const chanceOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Any order. */
export const shuffled = <T>(list: readonly T[], chance: () => number): T[] => {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(chance() * (i + 1));
    const [a, b] = [mixed[i] as T, mixed[j] as T];
    mixed[i] = b;
    mixed[j] = a;
  }
  return mixed;
};

/** Any order in which those of one key keep theirs: keys take turns by chance. */
export const shuffledAcrossKeys = <T extends { readonly key: string }>(list: readonly T[], chance: () => number): T[] => {
  const queues = new Map<string, T[]>();
  for (const each of list) queues.set(each.key, [...(queues.get(each.key) ?? []), each]);
  return shuffled(list, chance).map(({ key }) => queues.get(key)?.shift() as T);
};

/** Puts `extra` in between, in their order, and never last: the end of `list` stays the end. */
export const strewn = <T>(list: readonly T[], extra: readonly T[], chance: () => number): T[] => {
  const mixed: T[] = [];
  const left = [...extra];
  list.forEach((each, index) => {
    while (left.length > 0 && (index === list.length - 1 || chance() < 0.5)) mixed.push(left.shift() as T);
    mixed.push(each);
  });
  return mixed;
};
