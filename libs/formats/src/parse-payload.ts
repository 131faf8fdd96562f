import type { Warning } from '@wiredesk/content';

import { parseAtom } from './atom/parse.js';
import { zoneOf } from './date.js';
import { decodeBytes } from './decode/decode.js';
import { formatsRead, sniff } from './decode/sniff.js';
import type { Piece, Reading } from './draft/draft.js';
import { finish } from './draft/finish.js';
import { oneOfEach } from './draft/one-of-each.js';
import { parsePage } from './html/parse.js';
import { parseJsonFeed } from './json-feed/parse.js';
import { fromBase64 } from './decode/base64.js';
import { isObject, readJson, textOf, type JsonObject } from './json/read-json.js';
import { parseNewsMl1 } from './newsml-1/parse.js';
import { parseNewsMlG2 } from './newsml-g2/parse.js';
import { parseNinjs } from './ninjs/parse.js';
import { parseNitf } from './nitf/parse.js';
import { failure, isFailure, type Format, type ParseFailure, type ParseResult, type Payload } from './parse-result.js';
import { parseRss } from './rss/parse.js';
import { readXml, type XmlElement } from './xml/read-xml.js';

type Read = { readonly pieces: readonly Piece[]; readonly warnings: readonly Warning[] };

/**
 * Reads what a source sent, whatever it is: decodes its characters, finds out its format from the content (the content
 * type is only compared), and makes of each piece an article with a sanitised body, a removal, or a refusal of that piece
 * alone. Fails as a whole with 422 where no encoding reads the bytes or the structure is beyond a limit, 415 where the
 * format is none of ours, 400 with line and column where it is broken. Never throws on any input; its time and memory
 * are linear in the length of the input. Formats and mapping: README.md of this lib.
 */
export const parsePayload = (payload: Payload): ParseResult => parseWithin(payload, 0);

const parseWithin = (payload: Payload, envelopes: number): ParseResult => {
  const decoded = decodeBytes(payload.bytes, payload);
  if ('undecodable' in decoded) {
    return failure(422, 'undecodable', `No encoding reads the bytes without errors (${decoded.undecodable}). Send UTF-8, or say which encoding it is in the charset of the content type.`);
  }
  const { charset } = decoded;
  const { text, warnings: noise } = payload.source.strict ? { text: decoded.text, warnings: [] } : withoutNoise(decoded.text);
  const json = looksLikeJson(text) ? readJson(text) : undefined;
  if (json && isFailure(json)) return json;
  const value = json && unwrapped(json.value);
  const inside = json && contentsOf(json.value);
  if (inside !== undefined) {
    if (envelopes >= envelopesMax) return failure(422, 'nested-too-deep', `More than ${envelopesMax} CloudEvents are nested in each other.`);
    return parseWithin({ ...payload, ...inside }, envelopes + 1);
  }
  const sniffed = sniff(text, value, payload.contentType);
  if ('unsupported' in sniffed) return failure(415, 'format-unsupported', `This is ${sniffed.unsupported}. What is read: ${formatsRead}.`);
  const zone = zoneOf(payload.source, text);
  const reading: Reading = { source: payload.source, receivedAt: payload.receivedAt, dates: { timeZone: zone, receivedAt: payload.receivedAt } };
  const read = value === undefined ? readMarkup(text, sniffed.format, reading) : readValue(value, sniffed.format, reading);
  if (isFailure(read)) return read;
  return {
    ok: true,
    format: sniffed.format,
    charset,
    items: oneOfEach(read.pieces.map((piece) => finish(piece, reading))),
    warnings: [...decoded.warnings, ...noise, ...sniffed.warnings, ...read.warnings, ...(read.pieces.length === 0 ? [noItems] : [])],
  };
};

const noItems: Warning = { code: 'no-items', detail: 'the document contains no item' };

const noiseCharsMax = 2_000;
const document = /<\?xml\s|<rss[\s>]|<rdf:RDF\s|<feed\s|<(?:nitf|NewsML|newsItem|newsMessage)[\s>]/;

/** A document that stands behind something else: what a server's software said before it, most often. */
const withoutNoise = (text: string): { readonly text: string; readonly warnings: readonly Warning[] } => {
  if (/^\ufeff?\s*[<[{]/.test(text)) return { text, warnings: [] };
  const at = text.slice(0, noiseCharsMax).search(document);
  if (at <= 0) return { text, warnings: [] };
  return { text: text.slice(at), warnings: [{ code: 'text-before-document', detail: `${at} characters before the document are passed by; they begin "${text.slice(0, 40).trim()}"` }] };
};

const looksLikeJson = (text: string): boolean => /^\ufeff?\s*[[{]/.test(text);

const envelopesMax = 2;

const hasId = (value: JsonObject): boolean => ['uri', 'guid', '_id', 'evolvedfrom'].some((name) => name in value);

/** The data of a CloudEvent in structured mode (CloudEvents 1.0, JSON format), the items of a list, else the value itself. */
const unwrapped = (value: unknown): unknown => {
  if (!isObject(value)) return value;
  if (typeof value['specversion'] === 'string') return value['data'] ?? value;
  // The AP Media API wraps its item twice, others once.
  const inner = isObject(value['data']) ? value['data']['item'] : value['item'];
  if (isObject(inner) && !hasId(value)) return inner;
  // Superdesk's content API answers with its items in `_items`.
  return Array.isArray(value['_items']) ? value['_items'] : value;
};

/** The document that a CloudEvent carries as text or in base64; undefined where it carries JSON, or is none. */
const contentsOf = (value: unknown): Pick<Payload, 'bytes' | 'contentType' | 'charsetOverride'> | undefined => {
  if (!isObject(value) || typeof value['specversion'] !== 'string') return undefined;
  const contentType = textOf(value['datacontenttype']) ?? 'text/plain';
  if (typeof value['data'] === 'string') return { bytes: new TextEncoder().encode(value['data']), contentType, charsetOverride: 'utf-8' };
  const base64 = value['data'] === undefined ? textOf(value['data_base64']) : undefined;
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  return bytes && { bytes, contentType };
};

const readValue = (value: unknown, format: Format, reading: Reading): Read | ParseFailure => {
  const pieces = format === 'json-feed' && isObject(value) ? parseJsonFeed(value, reading) : parseNinjs(value, reading);
  return isFailure(pieces) ? pieces : { pieces, warnings: [] };
};

const readMarkup = (text: string, format: Format, reading: Reading): Read | ParseFailure => {
  if (format === 'html') return parsePage(text, reading);
  const xml = readXml(text, { strict: reading.source.strict ?? false });
  if (isFailure(xml)) return xml;
  return { pieces: xmlReaders[format]?.(xml.root, reading) ?? [], warnings: xml.warnings };
};

const xmlReaders: Readonly<Partial<Record<Format, (root: XmlElement, reading: Reading) => Piece[]>>> = { 
  rss: parseRss,
  rdf: parseRss,
  atom: parseAtom,
  'newsml-g2': parseNewsMlG2,
  'newsml-1': parseNewsMl1,
  nitf: parseNitf,
};
