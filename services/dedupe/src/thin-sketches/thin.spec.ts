import { compare, Fingerprinter } from '@wiredesk/fingerprints';
import { uuidv7 } from '@wiredesk/platform';

import { packPrint, unpackPrint, type Print } from '../placing/print-codec.js';
import { chinese, cut, english } from '../placing/testing/texts.js';
import { firstIdAt, thinned } from './thin.decide.js';

const prints = new Fingerprinter(0x5eed);
const printOf = (text: string): Print => ({ ...prints.fingerprint(text, 'Gate closed'), titleTokens: prints.words('Gate closed', 64) });

describe('an old sketch', () => {
  it('is a fourth of what it was, and still tells a half from another text', () => {
    const print = printOf(chinese(1, 2_000));
    const old = thinned(print);
    expect(old.sample.length).toBeGreaterThanOrEqual(64);
    expect(packPrint(old).length).toBeLessThan(packPrint(print).length / 2);
    expect(compare(old, printOf(cut(chinese(1, 2_000), 0.5))).c).toBeGreaterThan(0.9);
    expect(compare(old, printOf(chinese(2, 2_000))).c).toBeLessThan(0.3);
  });

  it('keeps a small sample, and its keys and numbers', () => {
    const brief = printOf(english(1, 60));
    expect(thinned(brief)).toBe(brief);
    const print = printOf(english(2, 900));
    expect(thinned(print)).toMatchObject({ keys: print.keys, numbers: print.numbers, titleTokens: print.titleTokens });
  });
});

describe('a packed print', () => {
  it('is read back, also from the format before', () => {
    const print = printOf(english(3, 300));
    expect(unpackPrint(packPrint(print))).toEqual(expect.objectContaining({ scale: print.scale, sample: print.sample, filter: print.filter, subject: print.subject }));
    const [keys, sample, numbers, titles] = [[1, 2], [3], [], [4]];
    const before = Buffer.from(Uint32Array.from([(1 << 8) | 5, keys.length, sample.length, numbers.length, titles.length, ...keys, ...sample, ...titles]).buffer);
    expect(unpackPrint(before)).toEqual({ scale: 5, keys: Uint32Array.from(keys), sample: Uint32Array.from(sample), numbers: new Uint32Array(0), titleTokens: Uint32Array.from(titles), filter: new Uint32Array(0), subject: new Uint32Array(0) });
  });

  it('of a format to come is refused', () => {
    expect(() => unpackPrint(Buffer.from(Uint32Array.from([9 << 8]).buffer))).toThrow('format 9');
  });
});

describe('the first id of a moment', () => {
  it('parts what arrived before from what arrives from then on', () => {
    const bound = firstIdAt(Date.now() - 1_000);
    expect(bound < uuidv7()).toBe(true);
    expect(firstIdAt(Date.now() + 60_000) > uuidv7()).toBe(true);
    expect(firstIdAt(0)).toBe('00000000-0000-0000-0000-000000000000');
  });
});
