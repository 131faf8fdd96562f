import { TextDecoder } from 'node:util';

const shownBytesMax = 100_000;
const dumpedBytesMax = 512;
const wholeBytesMax = 2_000_000;
const bytesPerLine = 16;

/** What a person is shown of a body before they take it away whole. */
export interface PayloadView {
  readonly bytes: number;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly charset: string | null;
  /** Its first 100,000 bytes, read in the charset that was found, else in the declared one, else as UTF-8; what cannot be read is U+FFFD. */
  readonly text: string;
  readonly cut: boolean;
  /** Its first 512 bytes: place, bytes, ASCII. */
  readonly hex: string;
  /** All of it, where that is 2 MB at most. */
  readonly base64: string | null;
}

/** Shows a body as it came; never unpacks it. */
export const payloadView = (bytes: Buffer, said: Pick<PayloadView, 'contentType' | 'contentEncoding' | 'charset'>): PayloadView => ({
  bytes: bytes.length,
  contentType: said.contentType,
  contentEncoding: said.contentEncoding,
  charset: said.charset,
  text: decoderOf(said).decode(bytes.subarray(0, shownBytesMax)),
  cut: bytes.length > shownBytesMax,
  hex: dumpOf(bytes.subarray(0, dumpedBytesMax)),
  base64: bytes.length > wholeBytesMax ? null : bytes.toString('base64'),
});

const decoderOf = ({ charset, contentType }: Pick<PayloadView, 'contentType' | 'charset'>): TextDecoder => {
  const label = charset ?? /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label);
  } catch {
    // A label that nobody knows: UTF-8 shows at least its ASCII.
    return new TextDecoder();
  }
};

/** As `hexdump -C` prints it. */
const dumpOf = (bytes: Buffer): string => {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const line = bytes.subarray(at, at + bytesPerLine);
    const hex = [...line].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = [...line].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(bytesPerLine * 3 - 1)}  ${ascii}`);
  }
  return lines.join('\n');
};
