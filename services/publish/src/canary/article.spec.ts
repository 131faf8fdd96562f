import { canaryArticle, medianOf, phaseOf } from './article.decide.js';

describe('a canary drill', () => {
  it('has a text of its own, and takes it back under the same name with a higher version', () => {
    const [first, second] = [canaryArticle('d1', 't', 'usable'), canaryArticle('d2', 't', 'usable')];
    const wordsOf = (article: { body_html: string }) => new Set(article.body_html.match(/[a-z]+\d[a-z0-9]*/g));
    expect([...wordsOf(first)].filter((word) => wordsOf(second).has(word)).length).toBeLessThan(3);
    expect(canaryArticle('d1', 't', 'usable')).toEqual(first);
    expect(canaryArticle('d1', 't', 'canceled')).toMatchObject({ uri: first.uri, version: '2', pubstatus: 'canceled' });
  });

  it.each([
    [{ places: 0, placesOpen: 0, sent: 0, sentOpen: 0 }, 'waiting'], [{ places: 9, placesOpen: 1, sent: 1, sentOpen: 0 }, 'waiting'], [{ places: 9, placesOpen: 0, sent: 1, sentOpen: 1 }, 'dark'],
    [{ places: 9, placesOpen: 0, sent: 1, sentOpen: 0 }, 'acknowledged'], [{ places: 9, placesOpen: 0, sent: 0, sentOpen: 0 }, 'acknowledged'],
  ] as const)('with %j is %s', (progress, phase) => expect(phaseOf(progress)).toBe(phase));

  it.each([[[], undefined], [[5], 5], [[9, 1, 5], 5], [[4, 1, 3, 2], 2]])('of %j has the median %s', (values, median) => expect(medianOf(values)).toBe(median));
});
