import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '../../..');
const prints = 'libs/fingerprints/src/fingerprints.spec.ts';
const place = 'services/dedupe/src/placing/place.spec.ts';
const placeItems = 'services/dedupe/src/placing/place-items.int-spec.ts';
const badInput = 'services/dedupe/src/placing/bad-input.spec.ts';
const stayDown = 'services/dedupe/src/stay-down/stay-down.int-spec.ts';

/** What must always be true of placing, and which test shows it. */
const invariants: readonly (readonly [number: number, statement: string, tests: readonly (readonly [file: string, test: string])[]])[] = [
  [1, 'a text is a copy of itself, and normalising twice is normalising once', [[prints, 'finds a text to be itself'], [prints, 'is idempotent, for any text']]],
  [2, 'white space, punctuation, width, case, normal forms, zero-width characters and Han variants are not seen', [[prints, 'does not see normal forms, case, white space or zero-width characters'], [prints, 'folds %s']]],
  [3, 'a passage keeps its shingles wherever it stands', [[prints, 'is local: a text inside another keeps its shingles']]],
  [4, 'likeness is symmetric, its direction turns over, a coarser sample is the beginning of the finer one', [[prints, 'is symmetric, and its direction turns over'], [prints, 'gives the coarser sample by cutting the finer one']]],
  [5, 'the order of arrival, repeats and the size of chunks change nothing', [[place, 'of arrival changes neither stories nor canonicals, singly or in chunks'], [placeItems, 'places as the decisions do on one board, in any order, in chunks of any size'], [placeItems, 'says nothing about a repeat or an older revision']]],
  [6, 'forms filled in with other numbers are not one story', [[place, 'differing in numbers only, and days apart, are never one story'], [place, 'a notice that recurs word for word a year later is another story, but a text with figures of its own is itself again']]],
  [7, 'one body under three titles from one source is never a story, so that a takedown of one touches one', [[place, 'one body under three titles from one source is no story, whichever came first'], [badInput, 'of one boilerplate under fifty titles makes fifty stories']]],
  [8, 'a hold reaches every copy of its text and nothing that is only related, and a lift gives back what it held', [[place, 'a hold on a derived text reaches its copies, and only while it stands'], ['services/pipeline-e2e/src/push-to-takedown.e2e-spec.ts', 'takes an article down everywhere, with proof, and brings it back when the hold is lifted']]],
  [9, 'what is held stays down after text and sketch are erased', [[stayDown, 'places what comes back in the held story, weeks later, cut, and after text and sketch were erased']]],
  [10, 'candidates are found by the index', [[placeItems, 'finds candidates by the index, whatever the planner thinks of its selectivity']]],
  [11, 'fingerprints depend on a secret, and no event holds one', [[prints, 'differs by seed'], [placeItems, 'says what it decided']]],
  [12, 'an older original that comes late takes over, in the same story', [[place, 'an older original that arrives late takes over, and the story keeps its id']]],
  [13, 'a newer Unicode or Node changes no fingerprint', [[prints, 'is pinned: a newer Unicode cannot change a stored fingerprint']]],
  [14, 'work is bounded for any text and any key', [[prints, 'takes a bounded time for %s'], [badInput, 'that shares a key with 100,000 others is compared with fifty of them, and adds no posting to that key'], [badInput, 'of %s is read up to 1 Mi units and has as few shingles as it has']]],
];

describe('the invariants of placing', () => {
  it.each(invariants.flatMap(([number, statement, tests]) => tests.map(([file, test]) => [number, statement, file, test] as const)))('%i: %s (%s › %s)', (_number, _statement, file, test) => {
    expect(readFileSync(join(workspace, file), 'utf8')).toContain(`'${test}'`);
  });

  it('are fourteen', () => {
    expect(invariants.map(([number]) => number)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });
});
