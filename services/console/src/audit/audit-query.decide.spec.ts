import { csvRow, cursorOf, filterOf, placeOf, readAuditQuery } from './audit-query.decide.js';

const actId = '01a21390-10c0-731c-bcad-23e76c28f794';

describe('the query of the audit screen', () => {
  it('reads what is asked for, the last day included', () => {
    const query = readAuditQuery({ actor: ' console:li.na ', outcome: 'refused', from: '2026-11-24', until: '2026-11-25', cursor: `1764064800000.${actId}` });
    expect(filterOf(query)).toEqual({ actor: 'console:li.na', act: undefined, target: undefined, outcome: 'refused', from: new Date('2026-11-24T00:00:00Z'), until: new Date('2026-11-26T00:00:00Z') });
    expect(placeOf(query.cursor)).toEqual({ at: new Date(1_764_064_800_000), actId });
  });

  it('leaves out what it does not understand', () => {
    expect(readAuditQuery({ outcome: 'maybe', from: 'yesterday', until: '2026-13-01', cursor: '1.x', actor: ['a', 'b'] })).toEqual({ actor: '', act: '', target: '', outcome: '', from: '', until: '', cursor: '' });
    expect(filterOf(readAuditQuery({}))).toEqual({});
  });

  it('finds its place again', () => {
    const last = { at: new Date(1_764_064_800_123), actId };
    expect(placeOf(cursorOf(last))).toEqual(last);
  });
});

it('writes CSV that is no formula to a spreadsheet', () => {
  expect(csvRow(['a', 'say "x", y', '=HYPERLINK("http://x")', '-1', '两行\n字'])).toBe('"a","say ""x"", y","\'=HYPERLINK(""http://x"")","\'-1","两行\n字"\r\n');
});
