import { licenceObject, readLicence, type SourceLicence } from './licence.decide.js';

const read = (licence: SourceLicence['licence']) => readLicence({ name: 'Harbour Wire', licence });
const everything = { channels: ['*'], territories: ['*'], languages: ['*'], from: null, until: null, credit: 'Harbour Wire', notice: null, canonicalLinkRequired: false, coversReserved: false };

describe('a source\'s licence', () => {
  it.each([undefined, null, 'all', '*', 'FULL'])('%j grants everything, credited with the source\'s name', (licence) => {
    expect(read(licence)).toEqual({ kind: 'grant', terms: everything });
  });

  it.each(['none', 'All rights reserved', '版权所有'])('%j grants nothing', (licence) => {
    expect(read(licence)).toEqual({ kind: 'none' });
  });

  it.each([
    ['https://creativecommons.org/licenses/by/4.0/', 'CC BY 4.0'],
    ['http://creativecommons.org/licenses/by-sa/3.0/deed.zh', 'CC BY-SA 3.0'],
    ['CC-BY-4.0', 'CC BY 4.0'],
    ['cc by-nd', 'CC BY-ND 4.0'],
  ])('%s is read with its notice', (licence, notice) => {
    expect(read(licence)).toMatchObject({ kind: 'grant', terms: { notice, credit: 'Harbour Wire', coversReserved: true } });
  });

  it.each(['CC-BY-NC-4.0', 'https://creativecommons.org/licenses/by-nc-nd/4.0/', 'contract 2026/17', 'ask the editor'])('%s is unknown, and unknown means no', (licence) => {
    expect(read(licence)).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining('cannot be read') });
  });

  it('as an object narrows what it names and leaves the rest open', () => {
    const licence = licenceObject.parse({ channels: ['portal'], territories: ['CN'], until: '2027-01-01T08:00:00+08:00', credit: 'HW', reprintReserved: 'covered' });
    expect(read(licence)).toEqual({ kind: 'grant', terms: { ...everything, channels: ['portal'], territories: ['CN'], until: '2027-01-01T00:00:00.000Z', credit: 'HW', coversReserved: true } });
  });

  it('that ends before it begins is refused', () => {
    expect(read(licenceObject.parse({ from: '2027-01-02T00:00:00Z', until: '2027-01-01T00:00:00Z' }))).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining('before it begins') });
  });

  it('with a condition that nobody here heeds is refused, not half applied', () => {
    expect(licenceObject.safeParse({ usesMax: 3 }).success).toBe(false);
  });
});
