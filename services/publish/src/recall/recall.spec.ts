import { copyIdOf } from './copy-id.js';
import { lookAgain, nextCopyState, type CopyEvent } from './decide.js';

const fold = (...events: CopyEvent[]): string => events.reduce<Parameters<typeof nextCopyState>[0]>((state, event) => nextCopyState(state, event) ?? state, 'owed');

describe('the state of a copy', () => {
  it.each([
    [['sent', 'received', 'acknowledged'], 'acknowledged'],
    [['sent', 'acknowledged', 'received'], 'acknowledged'],
    [['acknowledged', 'sent', 'received', 'overdue'], 'acknowledged'],
    [['sent', 'overdue', 'acknowledged'], 'acknowledged'],
    [['sent', 'unreachable', 'overdue'], 'overdue'],
    [['sent', 'received', 'unreachable'], 'delivered'],
    [['seen-gone'], 'verified_gone'],
    [['overdue', 'seen-gone'], 'verified_gone'],
    [['seen-gone', 'overdue'], 'verified_gone'],
    [['sent', 'acknowledged', 'reopened'], 'owed'],
    [['sent', 'acknowledged', 'reopened', 'sent', 'acknowledged'], 'acknowledged'],
    [['seen-gone', 'released', 'seen-gone', 'overdue', 'acknowledged'], 'released'],
  ] as [CopyEvent[], string][])('after %j is %s', (events, state) => expect(fold(...events)).toBe(state));
});

describe('a place that still shows what must be gone', () => {
  it('is looked at again, sooner at first, and is overdue after five minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map((looks) => lookAgain(looks, 0, 0).inMs)).toEqual([500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 60_000]);
    expect([299_000, 301_000].map((nowMs) => lookAgain(1, 0, nowMs).overdue)).toEqual([false, true]);
  });
});

describe('the id of a copy', () => {
  it('is a UUID that follows from article, surface and place', () => {
    const id = copyIdOf('i1', 'feed-rss', { path: '/feeds/all.rss' });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(copyIdOf('i1', 'feed-rss', { path: '/feeds/all.rss' })).toBe(id);
    const others = [copyIdOf('i2', 'feed-rss', { path: '/feeds/all.rss' }), copyIdOf('i1', 'feed-atom', { path: '/feeds/all.rss' }), copyIdOf('i1', 'feed-rss', { path: '/feeds/town.rss' }), copyIdOf('i1', 'feed-rss', { subscriberId: 's' })];
    expect(new Set([id, ...others]).size).toBe(5);
  });
});
