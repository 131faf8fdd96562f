import { sentencesOf, type Draw, unitsOf } from './units.js';

/** A way in which copies differ from their original. */
export interface Mutation {
  readonly name: string;
  /** A copy: `others` are unrelated texts of the same language to take from. */
  readonly make: (text: string, others: readonly string[], draw: Draw) => string;
  /** Hours from the original to the copy. */
  readonly hours: number;
  /** A different story: must not be joined. */
  readonly different?: boolean;
  /** Beyond what is promised to be found; measured all the same. */
  readonly beyond?: boolean;
}

const pick = (others: readonly string[], draw: Draw): string => others[draw(others.length)] ?? '';
const part = (text: string, share: number, from = 0): string => {
  const { units, join } = unitsOf(text);
  const start = Math.floor(units.length * from);
  return join(units.slice(start, start + Math.ceil(units.length * share)));
};
const some = (text: string, count: number, draw: Draw): string => {
  const sentences = sentencesOf(text);
  const start = draw(Math.max(1, sentences.length - count));
  return sentences.slice(start, start + count).join('');
};

/** Replaces, drops or inserts a share of the characters or words, at random places. */
const edit = (share: number) => (text: string, others: readonly string[], draw: Draw): string => {
  const { units, join } = unitsOf(text);
  const foreign = unitsOf(pick(others, draw)).units;
  return join(
    units.flatMap((unit) => {
      if (draw(10_000) >= share * 10_000) return [unit];
      const other = foreign[draw(foreign.length)] ?? unit;
      return [[other], [], [unit, other]][draw(3)] ?? [unit];
    }),
  );
};

const fullWidth = (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const otherNumbers = (text: string, _others: readonly string[], draw: Draw): string => text.replace(/\d/g, () => String(draw(10)));

/** The list of the reference measurements. */
export const mutations: readonly Mutation[] = [
  { name: 'white space, punctuation, width', hours: 2, make: (text) => fullWidth(text).replace(/[，,]/g, ' ， ').replace(/[。.]/g, ' 。\n') },
  { name: 'head and foot, light', hours: 5, make: (text, others, draw) => `${some(pick(others, draw), 1, draw)}\n${text}\n${some(pick(others, draw), 1, draw)}` },
  { name: 'head and foot, heavy', hours: 5, make: (text, others, draw) => `${part(pick(others, draw), 0.25)}\n${text}\n${part(pick(others, draw), 0.25)}` },
  { name: 'edit 1 %', hours: 9, make: edit(0.01) },
  { name: 'edit 2 %', hours: 9, make: edit(0.02) },
  { name: 'edit 5 %', hours: 9, make: edit(0.05) },
  { name: 'edit 10 %', hours: 9, make: edit(0.1), beyond: true },
  { name: 'edit 20 %', hours: 9, make: edit(0.2), beyond: true },
  { name: 'edit 30 %', hours: 9, make: edit(0.3), beyond: true },
  { name: 'cut to 50 %', hours: 20, make: (text) => part(text, 0.5) },
  { name: 'cut to 30 %', hours: 20, make: (text) => part(text, 0.3) },
  { name: 'cut to 15 %', hours: 20, make: (text) => part(text, 0.15), beyond: true },
  { name: 'first two sentences', hours: 20, make: (text) => sentencesOf(text).slice(0, 2).join(''), beyond: true },
  { name: '30 % of sentences dropped', hours: 30, make: (text, _others, draw) => sentencesOf(text).filter(() => draw(10) >= 3).join('') },
  { name: 'sentences shuffled', hours: 30, make: (text, _others, draw) => shuffled(sentencesOf(text), draw).join('') },
  { name: '30 % new text added', hours: 30, make: (text, others, draw) => `${text}\n${part(pick(others, draw), 0.3)}` },
  { name: 'in a round-up of five', hours: 12, make: (text, others, draw) => shuffled([text, ...Array.from({ length: 4 }, () => part(pick(others, draw), 0.9))], draw).join('\n') },
  { name: 'a quarter quoted elsewhere', hours: 12, make: (text, others, draw) => `${part(pick(others, draw), 0.5)}\n${part(text, 0.25, 0.3)}\n${part(pick(others, draw), 0.4, 0.5)}`, beyond: true },
  { name: 'headline changed', hours: 1, make: (text) => text },
  { name: 'numbers and dates changed, 80 h later', hours: 80, make: otherNumbers, different: true },
  { name: 'the same, 2 % edited, 80 h later', hours: 80, make: (text, others, draw) => otherNumbers(edit(0.02)(text, others, draw), others, draw), different: true },
];

const shuffled = <T>(list: readonly T[], draw: Draw): T[] => {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const k = draw(i + 1);
    [out[i], out[k]] = [out[k] as T, out[i] as T];
  }
  return out;
};
