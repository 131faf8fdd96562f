import type { ClearanceEvent, PublicationEvent } from '../when-item-moves-on-then-note/latest.decide.js';
import { noticeOfClearance, noticeOfPublication, retryAfterSeconds } from './notices.decide.js';

const about = { itemId: 'i', sourceId: 's', revision: 2 };

describe('what a source is told', () => {
  it('is that its item was accepted or refused, and why; never which hold', () => {
    const refused = { type: 'item.refused', data: { ...about, clearance: 4, refusedAt: 't', reasons: [{ code: 'held', detail: 'hold of class LEGAL', holdId: 'secret' }] } } as unknown as ClearanceEvent;
    expect(noticeOfClearance(refused)).toEqual({ sourceId: 's', itemId: 'i', kind: 'refused', counter: 4, data: { revision: 2, at: 't', reasons: [{ code: 'held', detail: 'hold of class LEGAL' }] } });
    expect(noticeOfClearance({ type: 'item.cleared', data: { ...about, clearance: 5, clearedAt: 't' } } as unknown as ClearanceEvent)).toMatchObject({ kind: 'accepted', counter: 5 });
  });

  it.each([['article.published', 'published'], ['article.updated', 'updated'], ['article.restored', 'restored'], ['article.taken_down', 'taken_down']] as const)('of %s is %s', (type, kind) => {
    const event = { type, data: { ...about, publication: 3, url: 'u', at: 't', cause: 'held', httpStatus: 451 } } as unknown as PublicationEvent;
    expect(noticeOfPublication(event)).toMatchObject({ kind, counter: 3, data: { url: 'u', ...(kind === 'taken_down' ? { cause: 'held', httpStatus: 451 } : {}) } });
  });
});

describe('a notice that failed', () => {
  it('is tried again later and later, for about two days, then given up', () => {
    const delays = Array.from({ length: 14 }, (_, i) => retryAfterSeconds(i + 1, 0.5));
    expect(delays.slice(0, 4)).toEqual([5, 20, 80, 320]);
    expect(delays.at(-1)).toBeNull();
    const totalHours = delays.reduce<number>((sum, delay) => sum + (delay ?? 0), 0) / 3_600;
    expect(totalHours).toBeGreaterThan(40);
    expect(totalHours).toBeLessThan(60);
  });

  it('is spread, so that a source that was away is not hit by all at once', () => {
    expect([retryAfterSeconds(3, 0), retryAfterSeconds(3, 1)]).toEqual([64, 96]);
  });
});
