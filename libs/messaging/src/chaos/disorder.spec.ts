import { chanceOf, shuffled, shuffledAcrossKeys, strewn } from './disorder.js';

const messages = Array.from({ length: 60 }, (_, n) => ({ key: `k${n % 4}`, n }));

describe('disorder', () => {
  it('repeats with its seed and differs with another', () => {
    const order = (seed: number): number[] => shuffled(messages, chanceOf(seed)).map(({ n }) => n);
    expect(order(7)).toEqual(order(7));
    expect(order(7)).not.toEqual(order(8));
    expect([...order(7)].sort((a, b) => a - b)).toEqual(messages.map(({ n }) => n));
  });

  it('breaks the order of keys among each other and keeps it within each', () => {
    const mixed = shuffledAcrossKeys(messages, chanceOf(3));
    expect(mixed).not.toEqual(messages);
    for (const key of ['k0', 'k1', 'k2', 'k3']) expect(mixed.filter((each) => each.key === key)).toEqual(messages.filter((each) => each.key === key));
  });

  it('strews in everything and leaves the end', () => {
    const mixed = strewn([1, 2, 3], [7, 8, 9, 10], chanceOf(1));
    expect(mixed.at(-1)).toBe(3);
    expect([...mixed].sort((a, b) => a - b)).toEqual([1, 2, 3, 7, 8, 9, 10]);
  });
});
