import fc from 'fast-check';

import { jsonFault } from './json-fault.js';
import { readJson } from './read-json.js';

describe('where JSON breaks', () => {
  test.each([
    ['{"a":1,}', 1, 8, 'a key'],
    ['{"a":x}', 1, 6, 'a value'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, '","'],
    ['[1, 2', 1, 6, 'ends inside an array'],
    ['{"a": "b', 1, 9, 'not closed'],
    ['{"a": "\\x"}', 1, 8, 'escape'],
    ['{"a": "b\nc"}', 1, 9, 'control character'],
    ['{} {}', 1, 4, 'nothing may follow'],
    ["{'a': 1}", 1, 2, 'a key'],
    ['', 1, 1, 'ends where a value'],
    ['[1 2]', 1, 4, '","'],
    ['[01]', 1, 3, '","'],
  ])('%j', (text, line, column, expected) => {
    expect(jsonFault(text)).toEqual({ line, column, expected: expect.stringContaining(expected) as string });
  });

  test('it finds a fault exactly where JSON.parse refuses, and never fails itself', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', 'x', '\\', '\n', '0', '-'), (json, at, junk) => {
        const broken = `${json.slice(0, at % (json.length + 1))}${junk}${json.slice((at % (json.length + 1)) + 1)}`;
        let parses = true;
        try {
          JSON.parse(broken);
        } catch {
          parses = false;
        }
        const fault = jsonFault(broken);
        if (parses) expect(fault.expected).toMatch(/^the text ends where a value|^$/);
        expect(fault.column).toBeGreaterThan(0);
        expect(fault.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('depth is refused before anything walks it', () => {
    expect(readJson('['.repeat(100_000) + ']'.repeat(100_000))).toMatchObject({ ok: false, status: 422, code: 'nested-too-deep' });
    expect(readJson('"[[["')).toEqual({ value: '[[[' });
  });
});
