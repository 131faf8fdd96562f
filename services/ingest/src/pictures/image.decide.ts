import { rightsOfExif, rightsOfIptc, rightsOfXmp, type ImageRights } from './image-rights.decide.js';

export type ImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';

/** What the bytes of a picture say of themselves. */
export interface Image {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
  readonly rights: ImageRights;
}

const chunksMax = 2_000;
const sideMax = 30_000;
const pixelsMax = 200_000_000;

/** A short signature, byte for byte (`TextDecoder('latin1')` is windows-1252 and would change some). */
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Type by the first bytes (whatever the sender called it), size from the header, and the rights of XMP, IPTC and Exif,
 * in this order of trust. undefined for what is none of the four types, is cut off before its size, or claims a size
 * that no picture of news has (a decompression bomb). SVG is refused: it is a program.
 */
export const readImage = (bytes: Uint8Array): Image | undefined => {
  const image = readers.reduce<Image | undefined>((found, read) => found ?? read(bytes), undefined);
  if (!image || image.width < 1 || image.height < 1 || image.width > sideMax || image.height > sideMax || image.width * image.height > pixelsMax) return undefined;
  return image;
};

const readJpeg = (bytes: Uint8Array): Image | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return undefined;
  const view = viewOf(bytes);
  const said: Said = { xmp: {}, iptc: {}, exif: {} };
  let at = 2;
  for (let i = 0; i < chunksMax && at + 9 < bytes.length && bytes[at] === 0xff; i += 1) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const size = view.getUint16(at + 2);
    const content = bytes.subarray(at + 4, at + 2 + size);
    if (marker === 0xe1 || marker === 0xed) readSegment(content, said);
    if (isFrame(marker)) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7), rights: { ...said.exif, ...said.iptc, ...said.xmp } };
    if (marker === 0xda) return undefined;
    at += 2 + size;
  }
  return undefined;
};

/** SOF0 to SOF15, without the tables (DHT, JPG, DAC) that lie between their numbers. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const xmpHead = 'http://ns.adobe.com/xap/1.0/\0';
const exifHead = 'Exif\0\0';
const photoshopHead = 'Photoshop 3.0\0';

/** What each kind of metadata says; the more trusted kind wins in the end, wherever it stood. */
type Said = Record<'xmp' | 'iptc' | 'exif', ImageRights>;

const readSegment = (content: Uint8Array, said: Said): void => {
  const head = latin1(content.subarray(0, xmpHead.length));
  if (head === xmpHead) said.xmp = rightsOfXmp(utf8(content.subarray(xmpHead.length)));
  if (head.startsWith(exifHead)) said.exif = rightsOfExif(content.subarray(exifHead.length));
  if (head.startsWith(photoshopHead)) said.iptc = rightsOfPhotoshop(content.subarray(photoshopHead.length));
};

/** Image resource blocks; the one with id 0x0404 is IPTC. */
const rightsOfPhotoshop = (bytes: Uint8Array): ImageRights => {
  const view = viewOf(bytes);
  let at = 0;
  for (let i = 0; i < chunksMax && at + 12 <= bytes.length && latin1(bytes.subarray(at, at + 4)) === '8BIM'; i += 1) {
    const id = view.getUint16(at + 4);
    const nameLength = (bytes[at + 6] ?? 0) + 1;
    const sizeAt = at + 6 + nameLength + (nameLength % 2);
    if (sizeAt + 4 > bytes.length) return {};
    const size = view.getUint32(sizeAt);
    if (id === 0x04_04) return rightsOfIptc(bytes.subarray(sizeAt + 4, sizeAt + 4 + size));
    at = sizeAt + 4 + size + (size % 2);
  }
  return {};
};

const pngSignature = '\x89PNG\r\n\x1a\n';
const pngXmp = 'XML:com.adobe.xmp\0\0\0\0\0';

const readPng = (bytes: Uint8Array): Image | undefined => {
  if (latin1(bytes.subarray(0, 8)) !== pngSignature || bytes.length < 33) return undefined;
  const view = viewOf(bytes);
  let rights: ImageRights = {};
  let at = 8;
  for (let i = 0; i < chunksMax && at + 12 <= bytes.length; i += 1) {
    const size = view.getUint32(at);
    const name = latin1(bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + size);
    if (name === 'iTXt' && latin1(content.subarray(0, pngXmp.length)) === pngXmp) rights = rightsOfXmp(utf8(content.subarray(pngXmp.length)));
    if (name === 'IEND') break;
    at += 12 + size;
  }
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20), rights };
};

const readGif = (bytes: Uint8Array): Image | undefined => {
  if (!/^GIF8[79]a$/.test(latin1(bytes.subarray(0, 6))) || bytes.length < 13) return undefined;
  const view = viewOf(bytes);
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true), rights: {} };
};

const readWebp = (bytes: Uint8Array): Image | undefined => {
  if (latin1(bytes.subarray(0, 4)) !== 'RIFF' || latin1(bytes.subarray(8, 12)) !== 'WEBP' || bytes.length < 30) return undefined;
  const view = viewOf(bytes);
  let rights: ImageRights = {};
  let at = 12;
  for (let i = 0; i < chunksMax && at + 8 <= bytes.length; i += 1) {
    const size = view.getUint32(at + 4, true);
    if (latin1(bytes.subarray(at, at + 4)) === 'XMP ') rights = rightsOfXmp(utf8(bytes.subarray(at + 8, at + 8 + size)));
    at += 8 + size + (size % 2);
  }
  const side = webpSize(bytes, view);
  return side && { type: 'image/webp', ...side, rights };
};

const uint24 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);

/** RFC 9649: extended, lossless or lossy. */
const webpSize = (bytes: Uint8Array, view: DataView): { width: number; height: number } | undefined => {
  switch (latin1(bytes.subarray(12, 16))) {
    case 'VP8X':
      return { width: uint24(bytes, 24) + 1, height: uint24(bytes, 27) + 1 };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3f_ff) + 1, height: ((bits >>> 14) & 0x3f_ff) + 1 };
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3f_ff, height: view.getUint16(28, true) & 0x3f_ff };
    default:
      return undefined;
  }
};

const readers: readonly ((bytes: Uint8Array) => Image | undefined)[] = [readJpeg, readPng, readGif, readWebp];
