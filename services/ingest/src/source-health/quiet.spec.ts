import { quietness } from './quiet.decide.js';

const minute = 60_000;
const every = (gapMs: number, count: number, endMs: number): number[] => Array.from({ length: count }, (_, i) => endMs - i * gapMs);

describe('a source is quiet', () => {
  it('when it was never silent for so long', () => {
    const pushes = every(10 * minute, 20, 0);
    expect(quietness(pushes, 29 * minute, undefined)).toEqual({ quiet: false, quietAfterSeconds: 1_800, silentForSeconds: 1_740 });
    expect(quietness(pushes, 31 * minute, undefined).quiet).toBe(true);
  });

  it('not at night, if it is silent every night', () => {
    const night = 9 * 60 * minute;
    const days = [0, 1, 2].flatMap((day) => every(10 * minute, 12, -day * (night + 110 * minute)));
    expect(quietness(days, night, undefined).quiet).toBe(false);
    expect(quietness(days, 1.3 * night, undefined).quiet).toBe(true);
  });

  it('not within a quarter of an hour, however fast it was', () => {
    expect(quietness(every(1_000, 30, 0), 14 * minute, undefined).quiet).toBe(false);
  });

  it('never while too little is known, unless an operator said when', () => {
    expect(quietness(every(minute, 3, 0), 1e9, undefined)).toMatchObject({ quiet: false, quietAfterSeconds: null });
    expect(quietness(every(minute, 3, 0), 61_000, 60).quiet).toBe(true);
    expect(quietness([], 1e9, 60)).toEqual({ quiet: false, quietAfterSeconds: 60, silentForSeconds: null });
  });
});
