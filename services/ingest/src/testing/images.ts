/** Pictures of our own making: headers and metadata as the formats define them, with no pixels worth seeing. */

interface Size {
  readonly width: number;
  readonly height: number;
  readonly xmp?: string;
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u32le = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u24le = (value: number): Buffer => u32le(value).subarray(0, 3);

/** An XMP packet with these rights. */
export const xmp = ({ rights, source }: { rights: string; source?: string }): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"${source ? ` e:DigitalSourceType="${source}"` : ''}><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${rights}</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>`;

const exifBlock = ({ artist, copyright }: { artist: string; copyright: string }): Buffer => {
  const texts = [artist, copyright].map((text) => Buffer.from(`${text}\0`));
  const dataAt = 8 + 2 + 2 * 12 + 4;
  const entry = (tag: number, text: Buffer, at: number) => Buffer.concat([u16(tag), u16(2), u32(text.length), u32(at)]);
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = texts;
  return Buffer.concat([Buffer.from('MM\0*'), u32(8), u16(2), entry(0x013b, first, dataAt), entry(0x8298, second, dataAt + first.length), u32(0), first, second]);
};

const iptcBlock = (datasets: Readonly<Record<number, string>>): Buffer =>
  Buffer.concat(Object.entries(datasets).map(([number, text]) => Buffer.concat([Buffer.from([0x1c, 2, Number(number)]), u16(Buffer.byteLength(text)), Buffer.from(text)])));

const segment = (marker: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker]), u16(content.length + 2), content]);

export const jpeg = (options: Size & { exif?: { artist: string; copyright: string }; iptc?: Readonly<Record<number, string>> }): Buffer => {
  const iptc = options.iptc && iptcBlock(options.iptc);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(options.exif ? [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exifBlock(options.exif)]))] : []),
    ...(iptc ? [segment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM'), u16(0x0404), Buffer.from([0, 0]), u32(iptc.length), iptc]))] : []),
    ...(options.xmp ? [segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\x00${options.xmp}`))] : []),
    segment(0xc0, Buffer.concat([Buffer.from([8]), u16(options.height), u16(options.width), Buffer.from([1, 1, 0x11, 0])])),
    Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xff, 0xd9]),
  ]);
};

export const png = (options: Size): Buffer => {
  const chunk = (name: string, content: Buffer) => Buffer.concat([u32(content.length), Buffer.from(name), content, u32(0)]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([u32(options.width), u32(options.height), Buffer.from([8, 6, 0, 0, 0])])),
    ...(options.xmp ? [chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${options.xmp}`))] : []),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

export const gif = ({ width, height }: Size): Buffer => Buffer.concat([Buffer.from('GIF89a'), Buffer.from([width & 0xff, width >> 8, height & 0xff, height >> 8, 0, 0, 0, 0x3b])]);

export const webp = (options: Size): Buffer => {
  const chunk = (name: string, content: Buffer) => Buffer.concat([Buffer.from(name), u32le(content.length), content, Buffer.alloc(content.length % 2)]);
  const chunks = Buffer.concat([
    chunk('VP8X', Buffer.concat([u32le(options.xmp ? 4 : 0), u24le(options.width - 1), u24le(options.height - 1)])),
    ...(options.xmp ? [chunk('XMP ', Buffer.from(options.xmp))] : []),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), u32le(chunks.length + 4), Buffer.from('WEBP'), chunks]);
};
