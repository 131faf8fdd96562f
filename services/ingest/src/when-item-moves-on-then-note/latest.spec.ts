import { newestPerItem, notesOfPublications, type PublicationEvent } from './latest.decide.js';

const event = (itemId: string, publication: number, type: PublicationEvent['type'], at: string): PublicationEvent =>
  ({ id: `${itemId}${publication}`, type, time: at, data: { itemId, publication, at } }) as unknown as PublicationEvent;

describe('the newest per item', () => {
  it('is by counter, not by arrival, and sorted by item', () => {
    const events = [event('b', 2, 'article.updated', '2'), event('b', 1, 'article.published', '1'), event('a', 1, 'article.published', '1')];
    expect(newestPerItem(events, ({ data }) => data.publication).map(({ data }) => [data.itemId, data.publication])).toEqual([['a', 1], ['b', 2]]);
  });
});

describe('publications of a chunk', () => {
  it('know the first time an item was public, whatever came last', () => {
    const notes = notesOfPublications([
      event('a', 3, 'article.taken_down', '2026-01-03T00:00:00.000Z'),
      event('a', 2, 'article.updated', '2026-01-02T00:00:00.000Z'),
      event('a', 1, 'article.published', '2026-01-01T00:00:00.000Z'),
    ]);
    expect(notes).toMatchObject([{ publishedAt: '2026-01-01T00:00:00.000Z', event: { type: 'article.taken_down' } }]);
  });

  it('do not take a removal for a publication', () => {
    expect(notesOfPublications([event('a', 3, 'article.taken_down', '2026-01-03T00:00:00.000Z')])).toMatchObject([{ publishedAt: null }]);
  });
});
