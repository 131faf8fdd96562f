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
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const bomOf = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
};

/** XML declaration, or `<meta charset>` wherever in the first 64 KiB it stands. */
const declaredIn = (bytes: Uint8Array): string | undefined => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, declarationWindowBytes));
  return /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ?? /<meta[^>]{1,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
};

/** UTF-16 without a mark: every other byte of the first markup is NUL. */
const bareUtf16 = (bytes: Uint8Array): string | undefined => {
  if (bytes.length < 4) return undefined;
  if (bytes[0] === 0x3c && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] === 0x3c && bytes[2] === 0 ? 'utf-16be' : undefined;
};

const hasMultiByte = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] as number) >= 0x80) return true;
  return false;
};

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
  const claimed = labels.map(encodingOf).filter((encoding) => encoding !== undefined);
  const utf8 = hasMultiByte(bytes) ? decoded(bytes, 'utf-8') : undefined;
  const [first] = claimed;
  if (utf8 !== undefined && !hints.charsetOverride && (first === undefined || singleByte.test(first))) {
    return { text: utf8, charset: 'utf-8', warnings: first ? [wrongLabel(first, 'utf-8')] : [] };
  }
  const tried = new Set<string>();
  for (const encoding of candidates(bytes, claimed)) {
    tried.add(encoding);
    const text = encoding === 'utf-8' && utf8 !== undefined ? utf8 : decoded(bytes, encoding);
    if (text !== undefined) return { text, charset: encoding, warnings: first !== undefined && first !== encoding ? [wrongLabel(first, encoding)] : [] };
  }
  return { undecodable: `not ${[...tried].join(', not ')}` };
};

/** One after the other: detection costs more than all decoding, and hardly ever gets its turn. */
function* candidates(bytes: Uint8Array, claimed: readonly string[]): Generator<string> {
  yield* claimed;
  const bare = bareUtf16(bytes);
  if (bare !== undefined) yield bare;
  yield 'utf-8';
  const detected = encodingOf(chardet.detect(bytes.subarray(0, declarationWindowBytes)) ?? undefined);
  if (detected !== undefined && !singleByte.test(detected)) yield detected;
  yield 'gb18030';
  yield 'big5';
  if (detected !== undefined) yield detected;
}

const wrongLabel = (label: string, charset: string): Warning => ({ code: 'charset-mislabelled', detail: `declared as ${label}, read as ${charset}` });
