import fc from 'fast-check';

import { namedRow, parseCsv, writeCsv } from './table.js';

describe('a table of grants', () => {
  it('is read as it was written, whatever stands in its cells', () => {
    const cell = fc.string({ maxLength: 20 }).filter((text) => !text.startsWith("'") && !text.includes('\r') && !/^[=+\-@\t]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }).filter((row) => row.some((one) => one !== '')), { maxLength: 5 }), (rows) => {
        const read = parseCsv(writeCsv(rows), 100);
        // A mark of byte order at the very beginning belongs to no cell.
        expect(read).toEqual(rows.map((row, i) => row.map((one, j) => (i === 0 && j === 0 ? one.replace(/^\uFEFF/, '') : one))));
      }),
    );
  });

  it('gives a spreadsheet no formula, and takes the mark off again', () => {
    const written = writeCsv([['sourceId', 'credit'], ['s1', '=HYPERLINK("x")']]);
    expect(written).toContain("'=HYPERLINK");
    const [head = [], row = []] = parseCsv(written, 10);
    expect(namedRow(head, row)).toEqual({ sourceId: 's1', credit: '=HYPERLINK("x")' });
  });

  it('has lists in cells, and leaves empty ones out', () => {
    expect(namedRow(['sourceId', 'channels', 'until', 'canonicalLinkRequired'], ['s1', 'portal feed', '', 'true'])).toEqual({ sourceId: 's1', channels: ['portal', 'feed'], canonicalLinkRequired: true });
  });
});
