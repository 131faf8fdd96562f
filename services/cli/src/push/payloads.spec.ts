import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exitCodes } from '../exit-codes.js';
import { contentTypeOf, payloadsOf } from './payloads.js';

describe('what is pushed', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wiredesk-push-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('of a folder is every file below it, by name, hidden ones left out', async () => {
    mkdirSync(join(folder, 'b'));
    for (const [name, text] of [['c.json', '{}'], ['b/page.HTML', '<p>'], ['a.xml', '<a/>'], ['.hidden', 'x']] as const) writeFileSync(join(folder, name), text);
    const read = await Promise.all(payloadsOf(folder).map((payload) => payload.read()));
    expect(read.map(({ name, bytes, contentType }) => [name.slice(folder.length + 1), new TextDecoder().decode(bytes), contentType])).toEqual([
      ['a.xml', '<a/>', 'application/xml'],
      ['b/page.HTML', '<p>', 'text/html'],
      ['c.json', '{}', 'application/json'],
    ]);
  });

  it('keeps every byte as it is', async () => {
    writeFileSync(join(folder, 'gbk.xml'), Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3));
    const [payload] = payloadsOf(join(folder, 'gbk.xml'));
    expect([...((await payload?.read())?.bytes ?? [])]).toEqual([0xc4, 0xe3, 0xba, 0xc3]);
  });

  it.each([['nothing-here', 'there is no file or folder'], ['', 'is empty']])('is refused where there is nothing: "%s"', (name, sentence) => {
    const place = join(folder, name);
    expect(() => payloadsOf(place)).toThrow(expect.objectContaining({ message: expect.stringContaining(sentence), exitCode: exitCodes.usage }));
  });

  it('has no type of its own where the name says none', () => {
    expect(contentTypeOf('feed')).toBe('application/octet-stream');
  });
});
