import { marksOf } from './marks.decide.js';

const well = { state: 'active', disablingPercent: 0, failures: 0, certifiedAt: '2026-11-24T08:00:00.000Z' } as const;

it('marks who is well, failing, warned, paused or disabled, and who has not shown that it removes', () => {
  expect(marksOf(well)).toEqual(['active']);
  expect(marksOf({ ...well, failures: 2 })).toEqual(['failing']);
  expect(marksOf({ ...well, failures: 12, disablingPercent: 50 })).toEqual(['warned']);
  expect(marksOf({ ...well, state: 'paused', failures: 2, certifiedAt: null })).toEqual(['paused', 'uncertified']);
  expect(marksOf({ ...well, state: 'disabled', disablingPercent: 100, failures: 20 })).toEqual(['disabled']);
});
