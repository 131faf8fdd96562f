import type { Warning } from '@wiredesk/content';
import chardet from 'chardet';

export interface Decoded {
  readonly text: string;
  /** The name of the encoding that read it, lower case. */
  readonly charset: string;
  readonly warnings: readonly Warning[];
}

/** No reading of the bytes is free of errors. */
export interface Undecodable {
  readonly undecodable: string;
}

const declarationWindowBytes = 64 * 1024;
const singleByte = /^(windows-125\d|iso-8859-|koi8|macintosh|x-mac|ibm866)/;

/** The encoding behind a label (WHATWG): every label of the GB family reads as GB18030, which contains them. */
const encodingOf = (label: string | undefined): string | undefined => {
  if (!label) return undefined;
  try {
    const { encoding } = new TextDecoder(label.trim());
    return encoding === 'gbk' ? 'gb18030' : encoding;
  } catch {
    return undefined;
  }
};

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  if (encoding.startsWith('utf-32')) return utf32(bytes, encoding === 'utf-32le');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** UTF-32's mark begins like that of UTF-16, so that it is looked for first. */
const bomOf = (bytes: Uint8Array): string | undefined => {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
};

/** XML declaration, or `<meta charset>` wherever in the first 64 KiB it stands. */
const declaredIn = (bytes: Uint8Array): string | undefined => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, declarationWindowBytes));
  return /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ?? /<meta[^>]{1,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
};

/** UTF-32 is not among the encodings of the web; a few feed readers' writers use it all the same. */
const utf32 = (bytes: Uint8Array, littleEndian: boolean): string | undefined => {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: string[] = [];
  for (let at = 4; at < bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    if (code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff)) return undefined;
    out.push(String.fromCodePoint(code));
  }
  return out.join('');
};

/** UTF-16 without a mark: every other byte of the first markup is NUL. */
const bareUtf16 = (bytes: Uint8Array): string | undefined => {
  if (bytes.length < 4) return undefined;
  if (bytes[0] === 0x3c && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] === 0x3c && bytes[2] === 0 ? 'utf-16be' : undefined;
};

/** What the bytes above ASCII look like. */
interface HighBytes {
  readonly count: number;
  /** Of them those between two bytes of ASCII: nearly all in Latin text, few in a multi-byte encoding. */
  readonly alone: number;
}

const highBytes = (bytes: Uint8Array): HighBytes => {
  let count = 0;
  let alone = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    if ((bytes[i] as number) < 0x80) continue;
    count += 1;
    if ((bytes[i - 1] ?? 0) < 0x80 && (bytes[i + 1] ?? 0) < 0x80) alone += 1;
  }
  return { count, alone };
};

/**
 * UTF-8 with a few bytes broken: cut in the middle of a character, or damaged on the way. A single-byte encoding would read
 * all of it, wrongly, so that it is no reading.
 */
const isBrokenUtf8 = (bytes: Uint8Array): boolean => {
  let whole = 0;
  let broken = 0;
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] as number;
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    let follow = 1;
    while (follow < length && ((bytes[i + follow] ?? 0) & 0xc0) === 0x80) follow += 1;
    if (length > 1 && follow === length) whole += 1;
    else if (length !== 1) broken += 1;
    i += Math.max(1, follow);
  }
  return whole >= utf8SureBytes / 3 && broken < whole * brokenPart;
};

const brokenPart = 0.1;

const hasNul = (bytes: Uint8Array): boolean => bytes.subarray(0, nulWindowBytes).includes(0);
const nulWindowBytes = 200;

/** With so many bytes above ASCII, valid UTF-8 is no accident: in GBK text one character in twelve fits it. */
const utf8SureBytes = 24;
const latinPart = 0.7;
/** Of 100. Below it the detector guesses between Latin alphabets; Western Europe's is the likeliest. */
const latinConfidenceMin = 30;

/**
 * Reads bytes as text: byte order mark, then the source's override or the HTTP charset, then what the document
 * declares, then detection; the first reading without an error. Valid multi-byte UTF-8 beats a single-byte label,
 * because a single-byte encoding reads anything. Order: HTML standard, "determining the character encoding", with the
 * wrong labels of real feeds in mind.
 */
export const decodeBytes = (bytes: Uint8Array, hints: { contentType?: string; charsetOverride?: string } = {}): Decoded | Undecodable => {
  const bom = bomOf(bytes);
  if (bom) {
    const text = decoded(bytes, bom);
    if (text !== undefined) return { text, charset: bom, warnings: [] };
  }
  const fromHttp = /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(hints.contentType ?? '')?.[1];
  const labels = hints.charsetOverride ? [hints.charsetOverride] : [fromHttp, declaredIn(bytes)];
  // A declaration that could be read byte by byte is not in UTF-16, whatever it says; nor is a text without a NUL.
  const claimed = labels.map(encodingOf).filter((encoding): encoding is string => encoding !== undefined && (hints.charsetOverride !== undefined || !encoding.startsWith('utf-16') || hasNul(bytes)));
  const high = highBytes(bytes);
  const utf8 = high.count > 0 ? decoded(bytes, 'utf-8') : undefined;
  const [first] = claimed;
  if (utf8 !== undefined && !hints.charsetOverride && (first === undefined || singleByte.test(first) || high.count >= utf8SureBytes) && !hasNul(bytes)) {
    return { text: utf8, charset: 'utf-8', warnings: first !== undefined && first !== 'utf-8' ? [wrongLabel(first, 'utf-8')] : [] };
  }
  if (high.count > 0 && utf8 === undefined && !hints.charsetOverride && (first === undefined || first === 'utf-8') && isBrokenUtf8(bytes)) {
    return { undecodable: 'UTF-8 but for single bytes that are broken' };
  }
  const tried = new Set<string>();
  for (const encoding of candidates(bytes, claimed, high)) {
    tried.add(encoding);
    const text = encoding === 'utf-8' && utf8 !== undefined ? utf8 : decoded(bytes, encoding);
    if (text !== undefined) return { text, charset: encoding, warnings: first !== undefined && first !== encoding ? [wrongLabel(first, encoding)] : [] };
  }
  return { undecodable: `not ${[...tried].join(', not ')}` };
};

/** One after the other, because the detector costs more than all decoding and hardly ever gets its turn: bytes without a declaration are mostly UTF-8. */
function* candidates(bytes: Uint8Array, claimed: readonly string[], high: HighBytes): Generator<string> {
  yield* claimed;
  const bare = bareUtf16(bytes);
  if (bare !== undefined) yield bare;
  yield 'utf-8';
  const [best] = chardet.analyse(bytes.subarray(0, declarationWindowBytes));
  const detected = encodingOf(best?.name);
  const isLatin = high.alone > high.count * latinPart;
  const isLikely = detected !== undefined && (isLatin ? (best?.confidence ?? 0) >= latinConfidenceMin : !singleByte.test(detected));
  if (isLikely) yield detected;
  yield* isLatin ? ['windows-1252', 'gb18030', 'big5'] : ['gb18030', 'big5'];
  if (!isLatin && detected !== undefined) yield detected;
}

const wrongLabel = (label: string, charset: string): Warning => ({ code: 'charset-mislabelled', detail: `declared as ${label}, read as ${charset}` });
