import { cpuMs } from '../../test/support.js';
import { decodeBytes } from './decode.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const bytes = (...parts: readonly (string | Uint8Array)[]): Uint8Array => Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
const gbk = hex('b8dbbfda'); // 港口
const decoded = (input: Uint8Array, hints?: Parameters<typeof decodeBytes>[1]): unknown => {
  const result = decodeBytes(input, hints);
  return 'undecodable' in result ? 'undecodable' : [result.text.replace(/<[^>]*>/g, ''), result.charset, result.warnings.map(({ code }) => code)];
};

describe('reading bytes as text', () => {
  test('a byte order mark comes first, even before the override', () => {
    expect(decoded(bytes(hex('efbbbf'), 'é'), { charsetOverride: 'gbk' })).toEqual(['é', 'utf-8', []]);
    expect(decoded(hex('fffe 2f6e'))).toEqual(['港', 'utf-16le', []]);
    expect(decoded(hex('feff 6e2f'))).toEqual(['港', 'utf-16be', []]);
  });

  test('the override stands in for header and declaration', () => {
    expect(decoded(bytes('<meta charset="utf-8">', gbk), { contentType: 'text/html; charset=utf-8', charsetOverride: 'gb2312' })).toEqual(['港口', 'gb18030', []]);
  });

  test.each(['gb2312', 'GBK', 'gb18030', 'x-gbk'])('the label %s reads as GB18030', (label) => {
    expect(decoded(bytes(gbk, hex('8139ee39')), { contentType: `text/html; charset="${label}"` })).toEqual(['港口㐀', 'gb18030', []]);
  });

  test('header before declaration; XML declaration; a late meta', () => {
    expect(decoded(bytes('<?xml version="1.0" encoding="utf-8"?>', gbk), { contentType: 'text/xml; charset=gbk' })).toEqual(['港口', 'gb18030', []]);
    expect(decoded(bytes('<?xml version="1.0" encoding="GBK"?>', gbk))).toEqual(['港口', 'gb18030', []]);
    expect(decoded(bytes(`<!--${'x'.repeat(5_000)}--><meta http-equiv="Content-Type" content="text/html; charset=big5">`, hex('b4e4a466')))).toEqual(['港口', 'big5', []]);
  });

  test('valid UTF-8 beats a single-byte label, with a warning; a multi-byte label that fails is passed over', () => {
    expect(decoded(bytes('港口'), { contentType: 'text/html; charset=iso-8859-1' })).toEqual(['港口', 'utf-8', ['charset-mislabelled']]);
    expect(decoded(bytes('<?xml version="1.0" encoding="UTF-8"?>', gbk))).toEqual(['港口', 'gb18030', ['charset-mislabelled']]);
  });

  test.each([
    ['windows-1251', 'cff0e8e2e5f2', 'Привет'],
    ['koi8-r', 'f0d2c9d7c5d4', 'Привет'],
    ['shift_jis', '8d608cfb', '港口'],
    ['euc-kr', 'c7d7b1b8', '항구'],
    ['windows-1252', '93e994', '“é”'],
  ])('%s by its label', (label, hexBytes, text) => {
    expect(decoded(hex(hexBytes), { contentType: `text/plain; charset=${label}` })).toEqual([text, label, []]);
  });

  test('UTF-16 without a mark; an unknown label; plain ASCII', () => {
    expect(decoded(hex('3c00610 03e00 2f6e'.replace(/\s/g, '')))).toEqual(['港', 'utf-16le', []]);
    expect(decoded(bytes('港口'), { contentType: 'text/html; charset=nonsense' })).toEqual(['港口', 'utf-8', []]);
    expect(decoded(bytes('harbour'))).toEqual(['harbour', 'utf-8', []]);
  });

  test('UTF-32 by its mark', () => {
    expect(decoded(hex('fffe0000 2f6e0000 b70b0200'))).toEqual(['港𠮷', 'utf-32le', []]);
    expect(decoded(hex('0000feff 00006e2f'))).toEqual(['港', 'utf-32be', []]);
    expect(decoded(hex('0000feff 00110000'))).not.toEqual([expect.anything(), 'utf-32be', expect.anything()]);
  });

  test('a declaration of UTF-16 in bytes that are not is passed over', () => {
    expect(decoded(bytes('<?xml version="1.0" encoding="utf-16"?>港口'))).toEqual(['港口', 'utf-8', []]);
    expect(decoded(bytes('harbour'), { contentType: 'text/xml; charset=utf-16' })).toEqual(['harbour', 'utf-8', []]);
  });

  test('much valid UTF-8 beats a multi-byte label too; little of it does not', () => {
    expect(decoded(bytes('港口管理局周一表示'), { contentType: 'text/html; charset=gb2312' })).toEqual(['港口管理局周一表示', 'utf-8', ['charset-mislabelled']]);
    // 联通 in GBK is valid UTF-8, famously.
    expect(decoded(hex('c1aacda8'), { contentType: 'text/html; charset=gb2312' })).toEqual(['联通', 'gb18030', []]);
  });

  test('Latin text with a wrong label does not become Chinese', () => {
    const latin = Uint8Array.from(Buffer.from('<p>générale été où déjà réélu</p>', 'latin1'));
    expect(decoded(latin, { contentType: 'text/html; charset=utf-8' })).toEqual(['générale été où déjà réélu', expect.stringMatching(/^(?:windows-125\d|iso-8859-)/), ['charset-mislabelled']]);
  });

  test('UTF-8 with a broken byte is not read as Latin', () => {
    expect(decoded(bytes('港口管理局周一表示港口', hex('e6b8'), 'x'))).toBe('undecodable');
    expect(decoded(bytes('港口管理局周一表示港口', hex('e6b8'), 'x'), { charsetOverride: 'windows-1252' })).toEqual([expect.any(String), 'windows-1252', []]);
  });

  test('no reading gives U+FFFD', () => {
    for (const input of [gbk, hex('80'), hex('ff'), hex('c3'), hex('fffe00'), bytes('a', hex('ff'), 'b')]) {
      const result = decodeBytes(input);
      if (!('undecodable' in result)) expect(result.text).not.toContain('\ufffd');
    }
  });

  test('declarations without end take no long time', () => {
    expect(cpuMs(() => decodeBytes(bytes('<meta '.repeat(20_000), '<?xml '.repeat(20_000))))).toBeLessThan(500);
  });
});
