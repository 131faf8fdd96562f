import { durationText } from './duration.js';

it.each([[0, '0 ms'], [419.6, '420 ms'], [999, '999 ms'], [1_000, '1 s'], [3_249, '3.2 s'], [59_000, '59 s'], [119_000, '119 s'], [120_000, '2 min'], [5_400_000, '90 min'], [7_200_000, '2 h'], [110_124_052, '31 h'], [172_800_000, '2 d']])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
