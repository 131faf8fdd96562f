import { endingOf, inOrderByKey, signatureAgeSecondsMax } from './decide.js';

const refusal = (status: number, isKept = false) => ({ status, code: 'x', detail: 'y', isKept });

describe('a refused offer', () => {
  it.each([[401], [404], [500]])('of status %i, which proves nobody or is our fault, becomes a dead letter', (status) => {
    expect(endingOf(refusal(status))).toBe('dead-letter');
  });

  it.each([[409], [429], [503]])('of status %i is tried again in its place', (status) => {
    expect(endingOf(refusal(status))).toBe('again');
  });

  it.each([[400], [413], [415], [422]])('of status %i is told on a receipt', (status) => {
    expect(endingOf(refusal(status))).toBe('receipt');
  });

  it('whose bytes are in quarantine has its receipt', () => {
    expect(endingOf(refusal(422, true))).toBe('done');
  });
});

describe('the age of a signature', () => {
  it('ends before its id is forgotten, by twice the tolerance of a clock that is ahead', () => {
    expect(signatureAgeSecondsMax(7)).toBe(7 * 86_400 - 600);
  });
});

describe('offers of one chunk', () => {
  it('keep their order within a key only', () => {
    const offers = [['a', 1], ['b', 2], ['a', 3]] as const;
    expect(inOrderByKey(offers, ([key]) => key)).toEqual([[['a', 1], ['a', 3]], [['b', 2]]]);
  });
});
