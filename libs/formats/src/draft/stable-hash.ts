/**
 * 106 bits of a text as hex, the same on every machine and release: two runs of cyrb53 (53 bits each). For names of items
 * that have none, where the sender could as well choose the name itself; no defence against whoever wants two texts to meet.
 */
export const stableHash = (text: string): string => half(text, 0x2545_f491) + half(text, 0x9e37_79b9);

const half = (text: string, seed: number): string => {
  let high = 0xdead_beef ^ seed;
  let low = 0x41c6_ce57 ^ seed;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
};
