/** Draws a whole number below its argument; the same seed gives the same numbers on every machine. */
export type Draw = (below: number) => number;

/** xorshift32. */
export const drawFrom = (seed: number): Draw => {
  let state = Math.imul(seed + 1, 2654435761) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

/** A text in the units that its readers see (characters of Chinese, words of English), and how to put them together. */
export const unitsOf = (text: string): { units: string[]; join: (units: readonly string[]) => string } =>
  /\p{Script=Han}/u.test(text.slice(0, 200)) ? { units: [...text], join: (units) => units.join('') } : { units: text.split(' '), join: (units) => units.join(' ') };

/** Sentences with their endings; together they are the text. */
export const sentencesOf = (text: string): string[] => text.match(/[^。！？.!?\n]*(?:[。！？\n]+|[.!?]+\s+|[.!?]*$)/g)?.filter((sentence) => sentence !== '') ?? [text];
