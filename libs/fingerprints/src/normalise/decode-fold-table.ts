import { foldTable } from './fold-table.js';

/** What a code point is to the tokeniser: the top two bits of its entry. */
export const separatorClass = 0;
export const ignorableClass = 1;
export const wordClass = 2;
export const singleClass = 3;

/** Entry bit: the low 21 bits are an index into `expansions`, and not a code point. */
export const expansionBit = 1 << 29;
/** Entry bits that say which part a character may have in a number or date. */
export const digitBit = 1 << 21;
export const numeralBit = 1 << 22;
export const ordinalBit = 1 << 23;
export const dateUnitBit = 1 << 24;
export const codePointMask = 0x1fffff;

/** Code points from here on are not in the table. */
export const tableEnd = 0x30000;
const ideographsEnd = 0x32400;
const tags = { start: 0xe0000, end: 0xe1000 };

const hangul = { start: 0xac00, end: 0xd7a4, vowels: 21, tails: 28, lead: 0x1100, vowel: 0x1161, tail: 0x11a7 };

const chineseNumerals = '〇零一二三四五六七八九十百千万亿两廿卅';
const chineseDateUnits = '年月日号次届期时点分季周岁版';

/** The decoded table: one entry per code point, and the sequences of those that become several. */
export interface Fold {
  readonly entries: Uint32Array;
  readonly expansions: readonly Uint32Array[];
}

const bytesOf = (base64: string): Uint8Array => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const values = new Uint8Array(128);
  for (let i = 0; i < alphabet.length; i += 1) values[alphabet.charCodeAt(i)] = i;
  const text = base64.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    buffer = (buffer << 6) | (values[text.charCodeAt(i)] ?? 0);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (buffer >>> bits) & 0xff;
    at += 1;
  }
  return bytes;
};

const flag = (entries: Uint32Array, characters: string, bit: number): void => {
  for (const character of characters) {
    const cp = character.codePointAt(0) ?? 0;
    entries[cp] = (entries[cp] ?? 0) | bit;
  }
};

/** Reads the committed table once, at load: some milliseconds, 768 KiB. */
const decode = (): Fold => {
  const bytes = bytesOf(foldTable);
  const entries = new Uint32Array(tableEnd);
  const expansions: Uint32Array[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      shift += 7;
    }
  };
  let cp = 0;
  while (at < bytes.length) {
    cp += varint();
    const length = varint();
    const kind = bytes[at] ?? 0;
    at += 1;
    if (kind > singleClass) {
      const parts = new Uint32Array(varint());
      for (let i = 0; i < parts.length; i += 1) parts[i] = varint();
      entries[cp] = expansionBit | expansions.length;
      expansions.push(parts);
      cp += 1;
      continue;
    }
    const encoded = varint();
    const change = (encoded >>> 1) ^ -(encoded & 1);
    for (const stop = cp + length; cp < stop; cp += 1) entries[cp] = ((kind << 30) | ((cp + change) & codePointMask)) >>> 0;
  }
  flag(entries, chineseNumerals, numeralBit);
  flag(entries, '第', ordinalBit);
  flag(entries, chineseDateUnits, dateUnitBit);
  flag(entries, '0123456789', digitBit);
  return { entries, expansions };
};

export const fold: Fold = decode();

/** The entry of a code point outside the table: rare ideographs stand alone, tags and selectors vanish. */
export const entryBeyondTable = (cp: number): number => {
  if (cp < ideographsEnd) return ((singleClass << 30) | cp) >>> 0;
  return cp >= tags.start && cp < tags.end ? ignorableClass << 30 : 0;
};

/** A Hangul syllable as its letters (Unicode Standard, 3.12), undefined for any other code point. */
export const hangulLetters = (cp: number): Uint32Array | undefined => {
  if (cp < hangul.start || cp >= hangul.end) return undefined;
  const index = cp - hangul.start;
  const tail = index % hangul.tails;
  const vowel = Math.floor(index / hangul.tails) % hangul.vowels;
  const lead = Math.floor(index / (hangul.tails * hangul.vowels));
  const letters = [hangul.lead + lead, hangul.vowel + vowel];
  return Uint32Array.from(tail === 0 ? letters : [...letters, hangul.tail + tail]);
};
