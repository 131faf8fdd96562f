export { parsePayload } from './parse-payload.js';
export type { Format, ParsedItem, ParseFailure, ParseResult, Payload, RefusalReason, RemovalReason, SourceHints } from './parse-result.js';
export { deletionDialects } from './rss/deletion.js';
export { safeUrl, sanitise } from './html/sanitise.js';
