import { remaining, remainingText } from './clock.decide.js';

const now = Date.parse('2026-11-24T08:00:00.000Z');
const words = { late: 'late', left: 'left', d: 'd', h: 'h', min: 'min' };

it('tells how long is left, and how long it is late', () => {
  const texts = ['2026-11-27T12:10:00Z', '2026-11-24T20:05:00Z', '2026-11-24T08:00:30Z', '2026-11-24T07:48:00Z', '2026-11-20T08:00:00Z'].map((dueAt) => remainingText(dueAt, now, words));
  expect(texts).toEqual(['3 d 4 h left', '12 h 5 min left', '0 min left', '12 min late', '4 d late']);
});

it('is near within a day, and not any more when it is late', () => {
  expect([remaining('2026-11-25T07:59:00Z', now).isNear, remaining('2026-11-25T08:00:00Z', now).isNear, remaining('2026-11-24T07:00:00Z', now).isNear]).toEqual([true, false, false]);
});
