import { parsePayload, type ParsedItem, type ParseResult } from '@wiredesk/formats';
import { sha256Hex, uuidv7 } from '@wiredesk/platform';

import type { Source, SourceSettings } from '../manage-sources/source.js';
import { withLinkRules } from '../limit-links/links.decide.js';
import { toIncoming } from './incoming-item.js';
import type { Push } from './push.js';
import { unpack } from './unpack.js';

/** A body as it came, with what its headers say of it. */
export interface RawPayload {
  readonly bytes: Buffer;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
}

/** What was read of a body, or was said beside it (then it has no format). */
export interface Reading {
  readonly format: string | null;
  readonly charset: string | null;
  readonly items: readonly ParsedItem[];
  readonly warnings: Push['warnings'];
}

const contentTypeCharsMax = 200;
const contentEncodingCharsMax = 60;

/** Unpacks and reads a body with the settings of its source. Throws the problems of `unpack`. */
export const readPayload = async (source: Source, raw: RawPayload, receivedAt: string, unpackedBytesMax: number): Promise<ParseResult> => {
  const { name, language, timeZone, url, charset, deletionDialect, strict } = source.settings;
  return parsePayload({
    bytes: await unpack(raw.bytes, raw.contentEncoding ?? undefined, unpackedBytesMax),
    ...(raw.contentType === null ? {} : { contentType: raw.contentType }),
    ...(charset === undefined ? {} : { charsetOverride: charset }),
    source: {
      id: source.id,
      name,
      ...(language === undefined ? {} : { language }),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(url === undefined ? {} : { baseUrl: url }),
      ...(deletionDialect === undefined ? {} : { deletionDialect }),
      ...(strict === undefined ? {} : { strict }),
    },
    receivedAt,
  });
};

/** A push of this body that has a new receipt and no items yet. `receivedAt` is RFC 3339. */
export const newPush = (source: Source, raw: RawPayload, receivedAt: string): Push => ({
  receiptId: uuidv7(),
  sourceId: source.id,
  sourceVersion: source.version,
  receivedAt,
  reading: 'first',
  contentType: raw.contentType?.slice(0, contentTypeCharsMax) ?? null,
  contentEncoding: raw.contentEncoding?.slice(0, contentEncodingCharsMax) ?? null,
  format: null,
  charset: null,
  payload: raw.bytes,
  payloadSha256: sha256Hex(raw.bytes),
  warnings: [],
  items: [],
  idempotencyKey: null,
  quarantine: null,
  origin: { kind: 'first' },
  onlyIfChanged: false,
});

/** What was read of the body, made ready to be decided. `portalUrl`: where our own output is. */
export const withItems = (push: Push, parsed: Reading, source: Source, portalUrl: string): Push => ({
  ...push,
  withdrawPolicy: source.settings.withdrawPolicy ?? 'cascade',
  format: parsed.format,
  charset: parsed.charset,
  warnings: parsed.warnings,
  items: parsed.items.map((item) => toIncoming(withRules(item, source.settings), source.settings, portalUrl)),
});

const withRules = (item: ParsedItem, { linkHosts, trust }: SourceSettings): ParsedItem =>
  item.kind === 'article' ? { ...item, article: withLinkRules(item.article, { linkHosts, isUntrusted: trust === 'hold' }) } : item;
