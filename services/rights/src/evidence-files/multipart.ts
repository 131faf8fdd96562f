import { problem } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

/** A file as a form carried it. */
export interface GivenFile {
  /** Its last path segment, without control characters; never used as a path here. */
  readonly name: string;
  readonly content: Buffer;
}

export interface PostedForm {
  readonly fields: Readonly<Record<string, string | string[]>>;
  readonly files: readonly GivenFile[];
}

export const isMultipart = (request: FastifyRequest): boolean => (request.headers['content-type'] ?? '').toLowerCase().startsWith('multipart/form-data');

const nameCharsMax = 120;
const partsMax = 100;

/** The fields and files of a `multipart/form-data` body (RFC 7578). Problem 400 for one that cannot be read. */
export const readMultipart = async (request: FastifyRequest): Promise<PostedForm> => {
  const body = request.body instanceof Uint8Array ? new Uint8Array(request.body) : new Uint8Array();
  let form: FormData;
  try {
    form = await new Response(body, { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
  } catch {
    throw problem(400, 'multipart-unreadable', 'The body is not a readable multipart/form-data form. Send it with its boundary, as browsers and `curl -F` do.');
  }
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  const files: GivenFile[] = [];
  for (const [name, value] of [...form].slice(0, partsMax)) {
    if (typeof value === 'string') {
      const earlier = fields[name];
      fields[name] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [earlier]), value];
    } else if (value.size > 0 || value.name !== '') files.push({ name: plainName(value.name), content: Buffer.from(await value.arrayBuffer()) });
  }
  return { fields, files: files.filter(({ content }) => content.length > 0) };
};

/** A name that is safe in a header and in a page, whatever was given. */
export const plainName = (given: string): string => {
  const last = given.normalize('NFC').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}"<>|*?:;]/gu, '').trim().slice(0, nameCharsMax);
  return plain === '' || /^\.+$/.test(plain) ? 'file' : plain;
};
