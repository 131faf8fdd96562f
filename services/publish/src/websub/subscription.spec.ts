import { leaseOf, topicPath, topicsOf, verificationUrl, waitAfterAttempt } from './subscription.decide.js';

describe('a WebSub subscription', () => {
  it.each([[undefined, 864_000], [0, 600], [3_600, 3_600], [1e12, 2_592_000]])('that asks for %s seconds gets %i: never for ever', (asked, given) => expect(leaseOf(asked)).toBe(given));

  it.each([
    ['https://p.example/feeds/all.atom', '/feeds/all.atom'], ['https://p.example/feeds/%E6%B8%AF.rss', '/feeds/%E6%B8%AF.rss'], ['https://p.example/feeds/story/x.json', '/feeds/story/x.json'],
    ['https://p.example/feeds/all.atom?after=1', undefined], ['https://p.example/', undefined], ['https://p.example.evil/feeds/all.atom', undefined], ['https://p.example/feeds/../v1/holds.json', undefined],
    ['http://p.example/feeds/all.atom', undefined],
  ])('to %s is of %s', (topic, path) => expect(topicPath(topic, 'https://p.example')).toBe(path));

  it('is verified under the callback as it is, its own query kept', () => {
    const asked = { topic: 'https://p.example/feeds/all.atom', challenge: 'c&1', leaseSeconds: 600 };
    const url = new URL(verificationUrl('https://s.example/cb?id=7&x=%20', { ...asked, mode: 'subscribe' }));
    expect(url.search.startsWith('?id=7&x=%20&hub.mode=subscribe&')).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toEqual({ id: '7', x: ' ', 'hub.mode': 'subscribe', 'hub.topic': asked.topic, 'hub.challenge': 'c&1', 'hub.lease_seconds': '600' });
    expect(new URL(verificationUrl('https://s.example/cb', { ...asked, mode: 'unsubscribe' })).searchParams.has('hub.lease_seconds')).toBe(false);
  });

  it('is sent again later and later', () => expect([1, 2, 3, 4, 5, 99].map(waitAfterAttempt)).toEqual([10_000, 60_000, 300_000, 1_800_000, 3_600_000, 3_600_000]));

  it('is told of a change in every feed in which it shows, those that it left among them', () => {
    const topics = topicsOf({ source_id: 's1', language: 'zh-Hant', story_id: 'st1', categories: ['港'], shown_categories: ['old', '港'] });
    expect(topics.filter((topic) => topic.endsWith('.atom')).sort()).toEqual(['/feeds/%E6%B8%AF.atom', '/feeds/all.atom', '/feeds/language/zh-Hant.atom', '/feeds/old.atom', '/feeds/source/s1.atom', '/feeds/story/st1.atom']);
    expect(topics).toHaveLength(18);
  });
});
