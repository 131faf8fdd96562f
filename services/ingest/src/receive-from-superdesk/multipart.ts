import { problem } from '@wiredesk/platform';

/** The two parts of Superdesk's asset form. */
export interface AssetForm {
  readonly mediaId: string;
  readonly bytes: Buffer;
}

const mediaIdCharsMax = 200;
const partsMax = 20;
const crlf = '\r\n';

/** Reads `media_id` and `media` of a multipart form (RFC 7578). Throws problems that name the part which is missing or wrong. */
export const readAssetForm = (body: Buffer, contentType: string | undefined): AssetForm => {
  const boundary = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  if (!boundary) throw problem(415, 'not-multipart', 'Send multipart/form-data with the parts media_id and media, and name the boundary in the content type.');
  const parts = partsOf(body, boundary[1] ?? boundary[2] ?? '');
  if (!parts) throw problem(400, 'multipart-malformed', 'The multipart form cannot be read. Is its boundary that of the content type, and is it whole?');
  const mediaId = parts.get('media_id')?.toString('utf8');
  const bytes = parts.get('media');
  if (!mediaId || mediaId.length > mediaIdCharsMax || mediaId.includes('\0')) throw problem(422, 'media-id-missing', `The part media_id is missing, empty or longer than ${mediaIdCharsMax} characters.`);
  if (!bytes) throw problem(422, 'media-missing', 'The part media is missing.');
  return { mediaId, bytes };
};

/** The parts by their names; undefined for what is no whole form of this boundary. (Node's own reader wants 27 characters of boundary.) */
const partsOf = (body: Buffer, boundary: string): Map<string, Buffer> | undefined => {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts = new Map<string, Buffer>();
  let at = body.indexOf(delimiter);
  for (let i = 0; i < partsMax && at >= 0; i += 1) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const headEnd = body.indexOf(crlf + crlf, start);
    const next = headEnd < 0 ? -1 : body.indexOf(Buffer.concat([Buffer.from(crlf), delimiter]), headEnd + 2);
    if (next < 0) return undefined;
    const head = body.subarray(start, headEnd).toString('utf8');
    const name = /^content-disposition:\s*form-data\b[^\r\n]*?;\s*name="?([^"\r\n;]{1,100})"?/im.exec(head)?.[1];
    if (name !== undefined && !parts.has(name)) parts.set(name, body.subarray(headEnd + 4, Math.max(headEnd + 4, next)));
    at = next + crlf.length;
  }
  return undefined;
};
