import { keysMax, packHashes, unpackHashes } from '@wiredesk/fingerprints';

/** The hashes of an item that are stored as one value: read and written together, never searched. */
export interface Print {
  readonly scale: number;
  readonly keys: Uint32Array;
  readonly sample: Uint32Array;
  readonly numbers: Uint32Array;
  readonly titleTokens: Uint32Array;
}

const formatVersion = 1;
const headWords = 4;

/** Five words of head (version and scale, four lengths), then the hashes; little endian. */
export const packPrint = (print: Print): Buffer => {
  const { keys, sample, numbers, titleTokens } = print;
  const words = new Uint32Array(1 + headWords + keys.length + sample.length + numbers.length + titleTokens.length);
  words[0] = (formatVersion << 8) | print.scale;
  let at = 1 + headWords;
  [keys, sample, numbers, titleTokens].forEach((part, i) => {
    words[1 + i] = part.length;
    words.set(part, at);
    at += part.length;
  });
  return Buffer.from(packHashes(words));
};

/** Reads what `packPrint` wrote. Throws RangeError for anything else. */
export const unpackPrint = (bytes: Uint8Array): Print => {
  const words = unpackHashes(bytes);
  const head = words[0] ?? 0;
  if (head >>> 8 !== formatVersion) throw new RangeError(`a stored print of format ${head >>> 8} cannot be read by this build`);
  const parts: Uint32Array[] = [];
  let at = 1 + headWords;
  for (let i = 1; i <= headWords; i += 1) {
    const length = words[i] ?? 0;
    parts.push(words.subarray(at, at + length));
    at += length;
  }
  if (at !== words.length) throw new RangeError('a stored print is cut off');
  const [keys, sample, numbers, titleTokens] = parts as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  return { scale: head & 0xff, keys, sample, numbers, titleTokens };
};

/** So many bytes of a packed print hold all its keys. */
export const printHeadBytes = (1 + headWords + keysMax) * 4;

/** The keys alone, from the beginning of a packed print. */
export const unpackKeys = (bytes: Uint8Array): Uint32Array => {
  const words = unpackHashes(bytes);
  return words.slice(1 + headWords, 1 + headWords + (words[1] ?? 0));
};
