import { contractOf, type EventData, type EventType } from '@wiredesk/contracts';

import { explain, type Facts } from './decide.js';

const sample = <T extends EventType>(type: T): EventData<T> => (contractOf(type) as unknown as { sample: EventData<T> }).sample;
const received = sample('item.received');
const placed = sample('item.placed');
const cleared = sample('item.cleared');
const place = { territory: '*', portalUrl: 'http://localhost:8080' };
const atMs = Date.parse('2026-11-24T12:00:00.000Z');
const live: Facts = { received, withdrawn: undefined, placed, clearance: cleared, holds: [], publication: { type: 'article.published', publication: 1, at: received.receivedAt, url: 'http://localhost:8080/articles/x' } };
const hold = { ...sample('hold.placed'), scope: { kind: 'story' as const, storyId: placed.storyId, itemId: null } };

describe('why an article is (not) live', () => {
  it('says that it is, and where', () => {
    expect(explain(live, place, atMs)).toMatchObject({ live: true, code: 'live', sentence: { en: expect.stringContaining('http://localhost:8080/articles/x') } });
  });

  it.each<[string, Partial<Facts>]>([
    ['unknown', { received: undefined }],
    ['held', { holds: [hold] }],
    ['withdrawn', { withdrawn: { ...sample('item.withdrawn'), revision: 2 } }],
    ['not-cleared', { clearance: undefined }],
    ['refused', { clearance: sample('item.refused') }],
    ['not-permitted', { clearance: { ...cleared, embargoedUntil: '2026-11-24T13:00:00.000Z' } }],
    ['not-placed', { placed: undefined }],
    ['copy', { placed: { ...placed, canonical: false, relation: 'reprint' } }],
    ['under-way', { publication: undefined }],
  ])('says %s', (code, change) => {
    const answer = explain({ ...live, ...change }, place, atMs);
    expect(answer).toMatchObject({ live: false, code });
    expect(answer.sentence.zh).not.toBe('');
  });

  it('does not blame a hold that was lifted, or that covers only copies', () => {
    const lifted = { ...hold, seq: 99, lift: { at: hold.placedAt, by: 'x', reason: 'y' } };
    expect(explain({ ...live, holds: [lifted] }, place, atMs).code).toBe('live');
    expect(explain({ ...live, holds: [hold], placed: { ...placed, relation: 'derived' } }, place, atMs).code).toBe('live');
  });

  it.each([['excerpt', 'an excerpt of'], ['reprint', 'a reprint of']] as const)('speaks of %s as one does', (relation, words) => {
    expect(explain({ ...live, placed: { ...placed, canonical: false, relation } }, place, atMs).sentence.en).toContain(words);
  });

  it('names the hold first, whatever else is the matter', () => {
    expect(explain({ ...live, holds: [hold], clearance: undefined, publication: undefined }, place, atMs)).toMatchObject({ code: 'held', reasons: [{ holdId: hold.holdId }] });
  });
});
