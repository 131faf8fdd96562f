import { drawing } from '../placing/testing/texts.js';
import { scoreOf, scorePairs } from './score.decide.js';

const items = (labels: string, truths: string) => [...labels].map((label, i) => ({ label, truth: truths[i] ?? '' }));

describe('pairs', () => {
  it('are all right where the clusters are the same, whatever they are called', () => {
    expect(scorePairs(items('aabbc', 'xxyyz'))).toEqual({ precision: 1, recall: 1, f1: 1, ari: 1, joinedPairs: 2, truePairs: 2 });
  });

  it('count what is missing and what is too much', () => {
    // Joined: 12, 13, 23, 45; true: 12, 45, 46, 56; both: 12, 45.
    const score = scorePairs(items('aaabbc', 'xxzyyy'));
    expect(score).toMatchObject({ precision: 0.5, recall: 0.5, f1: 0.5, joinedPairs: 4, truePairs: 4 });
    expect(score.ari).toBeCloseTo((2 - 16 / 15) / (4 - 16 / 15), 10);
  });

  it('are worth nothing by chance', () => {
    const draw = drawing(3);
    const many = Array.from({ length: 2_000 }, () => ({ label: String(draw(40)), truth: String(draw(40)) }));
    expect(Math.abs(scorePairs(many).ari)).toBeLessThan(0.02);
  });

  it('are none among single items', () => {
    expect(scorePairs(items('abc', 'xyz'))).toMatchObject({ precision: 1, recall: 1, ari: 1 });
    expect(scorePairs([])).toMatchObject({ precision: 1, recall: 1, ari: 1 });
  });
});

describe('the score', () => {
  it('keeps what a takedown spreads over apart from what only joins', () => {
    const { all, automatic, relations } = scoreOf([
      { id: '1', story: 's', relation: 'original', relatedTo: null, truth: 'x' },
      { id: '2', story: 's', relation: 'reprint', relatedTo: '1', truth: 'x' },
      { id: '3', story: 's', relation: 'derived', relatedTo: '1', truth: 'y' },
    ]);
    expect(all.precision).toBeCloseTo(1 / 3);
    expect(automatic).toMatchObject({ precision: 1, recall: 1 });
    expect(relations).toEqual([{ relation: 'reprint', items: 1, right: 1 }, { relation: 'derived', items: 1, right: 0 }]);
  });
});
