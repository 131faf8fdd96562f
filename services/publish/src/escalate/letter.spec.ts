import type { DueEscalation } from './escalation.store.js';
import { letterOf, nextLetterAt } from './letter.decide.js';

const settings = { operator: 'desk@portal.example', portalName: 'The Portal', publicUrl: 'https://portal.example' };
const overdue: DueEscalation = { id: '1', subscriberId: 's1', name: 'Daily\r\nBcc: all@x.example', contact: ' wire@daily.example ', kind: 'removals-overdue', holdId: 'h1', reason: null, raisedAt: new Date(0), attempts: 0, mailedAt: null, mailError: null, open: true, itemIds: ['i1', 'i2'], removals: 3 };

describe('a letter to people', () => {
  it('goes to the contact and the operator, names articles by their ids, and cannot be given other headers', () => {
    const letter = letterOf(overdue, settings);
    expect(letter?.to).toEqual(['wire@daily.example', 'desk@portal.example']);
    expect(letter?.subject).not.toMatch(/[\r\n]/);
    expect(letter?.subject).toContain('3 removals are not acknowledged by Daily Bcc:');
    expect(letter?.text).toContain('i1\ni2\n…');
  });

  it('is not written where it is over, or where there is nobody', () => {
    expect(letterOf({ ...overdue, open: false }, settings)).toBeUndefined();
    for (const contact of [null, 'Ada B.', 'a@b.example, c@d.example', 'a@b']) expect(letterOf({ ...overdue, contact }, { ...settings, operator: undefined })).toBeUndefined();
    expect(letterOf({ ...overdue, contact: 'Ada B.' }, settings)?.to).toEqual(['desk@portal.example']);
  });

  it('says why a subscriber was disabled', () => expect(letterOf({ ...overdue, kind: 'disabled', reason: 'it answered 410 Gone' }, settings)?.text).toContain('it answered 410 Gone'));

  it('is tried again for a day, not for ever', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempts) => nextLetterAt(attempts, 0)?.getTime() ?? null)).toEqual([60_000, 600_000, 3_600_000, 21_600_000, 86_400_000, null]);
  });
});
