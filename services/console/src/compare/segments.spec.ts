import fc from 'fast-check';

import { segmentsOf, type Mark } from './segments.decide.js';

describe('two texts cut at what they share', () => {
  it('number their passages in the order of the first', () => {
    expect(segmentsOf('one two three', 'three one', [[8, 13, 0, 5], [0, 3, 6, 9]])).toEqual({
      a: [{ text: 'one', mark: 1 }, { text: ' two ' }, { text: 'three', mark: 2 }],
      b: [{ text: 'three', mark: 2 }, { text: ' ' }, { text: 'one', mark: 1 }],
    });
  });

  it('mark a place of the second text once, by the first passage that lies there', () => {
    expect(segmentsOf('ab ab', 'xab', [[0, 2, 1, 3], [3, 5, 1, 3]]).b).toEqual([{ text: 'x' }, { text: 'ab', mark: 1 }]);
  });

  it('lose and double nothing, whatever the places', () => {
    const place = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40)) as fc.Arbitrary<Mark>;
    fc.assert(fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), fc.array(place, { maxLength: 8 }), (a, b, marks) => {
      const cut = segmentsOf(a, b, marks);
      expect([cut.a.map((one) => one.text).join(''), cut.b.map((one) => one.text).join('')]).toEqual([a, b]);
    }));
  });
});
