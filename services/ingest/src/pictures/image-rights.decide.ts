import { SaxesParser } from 'saxes';

/** What a picture says about its own rights. */
export interface ImageRights {
  readonly copyright?: string;
  readonly creator?: string;
  readonly credit?: string;
  readonly licenceUri?: string;
  /** IPTC digital source type: a label of AI-made material must survive. */
  readonly digitalSourceType?: string;
}

const textCharsMax = 500;
const xmpCharsMax = 256 * 1024;

const names = {
  'http://purl.org/dc/elements/1.1/ rights': 'copyright',
  'http://purl.org/dc/elements/1.1/ creator': 'creator',
  'http://ns.adobe.com/photoshop/1.0/ Credit': 'credit',
  'http://ns.adobe.com/xap/1.0/rights/ WebStatement': 'licenceUri',
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/ DigitalSourceType': 'digitalSourceType',
} as const satisfies Readonly<Record<string, keyof ImageRights>>;

const fieldOf = (uri: string, local: string): keyof ImageRights | undefined => (names as Readonly<Record<string, keyof ImageRights>>)[`${uri} ${local}`];
const clean = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim().slice(0, textCharsMax);

/** The rights of an XMP packet (ISO 16684-1), as properties or as attributes; nothing of one that is not well-formed. */
export const rightsOfXmp = (xmp: string): ImageRights => {
  const found: { -readonly [Field in keyof ImageRights]: string } = {};
  let open: { field: keyof ImageRights; depth: number; text: string } | undefined;
  let depth = 0;
  let broken = false;
  const parser = new SaxesParser({ xmlns: true });
  const keep = (field: keyof ImageRights, text: string): void => {
    const value = clean(text);
    if (value !== '' && found[field] === undefined) found[field] = value;
  };
  parser.on('error', () => {
    broken = true;
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    for (const attribute of Object.values(tag.attributes)) {
      const field = fieldOf(attribute.uri, attribute.local);
      if (field) keep(field, attribute.value);
    }
    const field = fieldOf(tag.uri, tag.local);
    if (field && !open) open = { field, depth, text: '' };
  });
  parser.on('text', (text) => {
    if (open && open.text.length < textCharsMax) open.text += text;
  });
  parser.on('closetag', () => {
    if (open?.depth === depth) {
      keep(open.field, open.text);
      open = undefined;
    }
    depth -= 1;
  });
  parser.write(xmp.slice(0, xmpCharsMax).replace(/^\ufeff/, '')).close();
  return broken ? {} : found;
};

const datasetMarker = 0x1c;
const applicationRecord = 2;
const iptcFields: Readonly<Record<number, keyof ImageRights>> = { 80: 'creator', 110: 'credit', 116: 'copyright' };

/** The rights of an IPTC-IIM block (IIM 4.2: record 2, datasets 80, 110 and 116). */
export const rightsOfIptc = (bytes: Uint8Array): ImageRights => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: { -readonly [Field in keyof ImageRights]: string } = {};
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === datasetMarker; ) {
    const size = view.getUint16(at + 3);
    const field = bytes[at + 1] === applicationRecord ? iptcFields[bytes[at + 2] ?? 0] : undefined;
    if (size > 0x7f_ff || at + 5 + size > bytes.length) break;
    if (field && found[field] === undefined) {
      const value = clean(textOf(bytes.subarray(at + 5, at + 5 + size)));
      if (value !== '') found[field] = value;
    }
    at += 5 + size;
  }
  return found;
};

const tagArtist = 0x01_3b;
const tagCopyright = 0x82_98;
const entriesMax = 200;

/** The rights of an Exif block (TIFF 6.0, first directory): Artist and Copyright. */
export const rightsOfExif = (tiff: Uint8Array): ImageRights => {
  if (tiff.length < 14) return {};
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = tiff[0] === 0x49;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return {};
  const count = Math.min(view.getUint16(directory, little), entriesMax);
  const found: { -readonly [Field in keyof ImageRights]: string } = {};
  for (let i = 0; i < count; i += 1) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.length) break;
    const tag = view.getUint16(entry, little);
    const size = view.getUint32(entry + 4, little);
    const start = size <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
    if ((tag !== tagArtist && tag !== tagCopyright) || start + size > tiff.length) continue;
    const value = clean(textOf(tiff.subarray(start, start + size)));
    if (value !== '') found[tag === tagArtist ? 'creator' : 'copyright'] = value;
  }
  return found;
};

/** UTF-8 where it is valid, else Latin-1, which old cameras and agencies wrote. */
const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
};
