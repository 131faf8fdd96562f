import { keysMax, packHashes, unpackHashes } from '@wiredesk/fingerprints';

/** The hashes of an item that are stored as one value: read and written together, never searched. */
export interface Print {
  readonly scale: number;
  readonly keys: Uint32Array;
  readonly sample: Uint32Array;
  readonly numbers: Uint32Array;
  readonly titleTokens: Uint32Array;
  readonly filter: Uint32Array;
  readonly subject: Uint32Array;
}

const formatVersion = 2;
/** How many parts a print of each format has. */
const partsOf: Readonly<Record<number, number>> = { 1: 4, 2: 6 };
const partsMax = 6;

const partsIn = (head: number): number => {
  const parts = partsOf[head >>> 8];
  if (parts === undefined) throw new RangeError(`a stored print of format ${head >>> 8} cannot be read by this build`);
  return parts;
};

/** A word of format and scale, the length of each part, then the hashes; little endian. */
export const packPrint = (print: Print): Buffer => {
  const parts = [print.keys, print.sample, print.numbers, print.titleTokens, print.filter, print.subject];
  let at = 1 + parts.length;
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, at));
  words[0] = (formatVersion << 8) | print.scale;
  parts.forEach((part, i) => {
    words[1 + i] = part.length;
    words.set(part, at);
    at += part.length;
  });
  return Buffer.from(packHashes(words));
};

const nothing = new Uint32Array(0);

/** Reads what `packPrint` of this or an earlier format wrote. Throws RangeError for anything else. */
export const unpackPrint = (bytes: Uint8Array): Print => {
  const words = unpackHashes(bytes);
  const count = partsIn(words[0] ?? 0);
  const parts: Uint32Array[] = [];
  let at = 1 + count;
  for (let i = 1; i <= count; i += 1) {
    const length = words[i] ?? 0;
    parts.push(words.subarray(at, at + length));
    at += length;
  }
  if (at !== words.length) throw new RangeError('a stored print is cut off');
  const [keys, sample, numbers, titleTokens] = parts as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  return { scale: (words[0] ?? 0) & 0xff, keys, sample, numbers, titleTokens, filter: parts[4] ?? nothing, subject: parts[5] ?? nothing };
};

/** So many bytes of a packed print hold all its keys. */
export const printHeadBytes = (1 + partsMax + keysMax) * 4;

/** The keys alone, from the beginning of a packed print. */
export const unpackKeys = (bytes: Uint8Array): Uint32Array => {
  const words = unpackHashes(bytes);
  const from = 1 + partsIn(words[0] ?? 0);
  return words.slice(from, from + (words[1] ?? 0));
};
