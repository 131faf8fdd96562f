import { progressLine } from './progress.js';

describe('the progress of a replay', () => {
  it('is that of all topics together', () => {
    expect(progressLine({ a: { read: 5, of: 10 }, b: { read: 10, of: 50 } })).toBe('[#######.......................] 25 %  15 of 60 messages');
  });

  it('of empty topics is complete', () => {
    expect(progressLine({ a: { read: 0, of: 0 } })).toBe(`[${'#'.repeat(30)}] 100 %  0 of 0 messages`);
  });
});
