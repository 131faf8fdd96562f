import { Fingerprinter } from '@wiredesk/fingerprints';

import { chinese, cut, edited, english } from '../placing/testing/texts.js';
import { judge, strictest, type Overlap } from './match.decide.js';
import { winnowed, type Winnowed } from './read-incoming.js';

const prints = new Fingerprinter(0x5eed);

/** What the index would find, by counting. */
const overlapOf = (held: Winnowed, incoming: Winnowed): Overlap => {
  const known = new Set(held.prints);
  return {
    holdId: 'h', itemId: 'i', spreads: true, caseNumber: null, equal: held.cleanHash === incoming.cleanHash,
    shared: incoming.prints.filter((print) => known.has(print)).length, heldFingerprints: held.fingerprints, heldNumbers: held.numbers,
  };
};
const verdict = (held: string, incoming: string): string => {
  const text = winnowed(incoming, prints);
  return strictest(judge(text, [overlapOf(winnowed(held, prints), text)]));
};

describe.each([
  ['English', english],
  ['Chinese', chinese],
])('a held %s text', (_language, write) => {
  const held = write(1);

  it.each([
    ['itself', held],
    ['with other punctuation and credits', `${held.replaceAll('.', ' !').replaceAll('，', '；')}\n来源：海港通讯`],
    ['in heavy boilerplate', `${write(91, 100)}\n${held}\n${write(92, 100)}`],
    ['cut to a third', cut(held, 0.34)],
    ['half of it with a word in fifty changed', edited(cut(held, 0.5), 50)],
  ])('is known again: %s', (_what, incoming) => {
    expect(verdict(held, incoming)).toBe('held');
  });

  it('is left to a person where a good third came back', () => {
    expect(verdict(held, `${cut(held, 0.4)}\n${write(93)}`)).toBe('review');
  });

  it('may be quoted', () => {
    expect(['noted', 'clear']).toContain(verdict(held, `${write(94)}\n${cut(held, 0.2)}\n${write(95)}`));
  });

  it('is not every other text', () => {
    expect(verdict(held, write(2))).toBe('clear');
  });
});

describe('a held form', () => {
  const form = (day: number): string => `Tide tables for the harbour, day ${day}. ${english(9, 80)} Readings: ${day * 7}, ${day * 11}, ${day * 13}, ${day * 17}, ${day * 19}.`;

  it('does not hold the next time that it is filled in', () => {
    expect(verdict(form(1), form(1))).toBe('held');
    expect(verdict(form(1), form(5))).toBe('noted');
  });
});

describe('a phrase', () => {
  it('in common is nothing', () => {
    const phrase = 'the committee publishes its report on the harbour gate next month, the council said on Monday';
    expect(verdict(phrase, `${phrase}. ${english(3)}`)).toBe('clear');
  });
});
