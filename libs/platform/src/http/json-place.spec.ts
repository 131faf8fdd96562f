import fc from 'fast-check';

import { brokenAt } from './json-place.js';

describe('where a text stops being JSON', () => {
  it.each([
    ['{"name": Ada}', 9],
    ['{"a":1,}', 7],
    ['[1,2,]', 5],
    ['[1 2]', 3],
    ["{'a':1}", 1],
    ['{"a" 1}', 5],
    ['{"a":01}', 5],
    ['{"a":"b\nc"}', 5],
    ['[true, nul]', 7],
    ['{"a":1}}', 7],
    ['[1}', 2],
    ['<html>', 0],
    ['', 0],
    ['{"a":', 5],
  ])('%j: %i', (text, offset) => {
    expect(brokenAt(text)).toBe(offset);
  });

  it('is the end of everything that is JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => brokenAt(text) === text.length));
  });

  it('is never after where the engine gives up, for texts that break in the middle', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, where) => {
        const at = where % (text.length + 1);
        const broken = `${text.slice(0, at)}\u0001${text.slice(at)}`;
        expect(() => JSON.parse(broken) as unknown).toThrow();
        expect(brokenAt(broken)).toBeLessThanOrEqual(at);
      }),
    );
  });

  it('is found at any depth', () => {
    expect(brokenAt(`${'['.repeat(200_000)}x`)).toBe(200_000);
  });
});
