import { parseJson, problem } from '@wiredesk/platform';
import { z } from 'zod';

import type { Held } from './decide.js';

export const heldMax = 100_000;
const name = z.string().min(1).max(2_000);
const entry = z.union([
  name.transform((asked): Held => ({ asked, revision: null })),
  z.looseObject({ id: name.optional(), url: name.optional(), hash: name.optional(), revision: z.int().min(0).optional() }).transform((value, context): Held => {
    const asked = value.id ?? value.url ?? value.hash;
    if (asked === undefined) {
      context.addIssue({ code: 'custom', message: 'has none of "id", "url" and "hash"' });
      return z.NEVER;
    }
    return { asked, revision: value.revision ?? null };
  }),
]);
const document = z.union([z.array(entry), z.looseObject({ ids: z.array(entry).optional(), urls: z.array(entry).optional(), hashes: z.array(entry).optional(), items: z.array(entry).optional() })]);

/** The body of `POST /v1/reconcile` as OpenAPI shows it. */
export const reconcileBody = z.object({ ids: z.array(z.string()).optional(), urls: z.array(z.string()).optional(), hashes: z.array(z.string()).optional(), items: z.array(z.object({ id: z.string().optional(), url: z.string().optional(), hash: z.string().optional(), revision: z.number().int().optional() })).optional() });

const tooMany = (count: number) => problem(422, 'too-many', `${count} entries were sent; at most ${heldMax} are answered at once. Send the rest in another call.`);

const bounded = (held: Held[]): Held[] => {
  if (held.length > heldMax) throw tooMany(held.length);
  return held;
};

/** JSON: a list, or `ids`, `urls`, `items`. Throws a problem that names the entry which cannot be read. */
const fromJson = (body: unknown): Held[] => {
  const parsed = document.safeParse(parseJson(body));
  if (!parsed.success) throw problem(422, 'entry-invalid', 'Send a list, or {"ids":[…],"urls":[…],"hashes":["sha256:…"],"items":[{"id","revision"}]}: each entry an id, a URL, a hash, or an object with "id", "url" or "hash" and optionally "revision".');
  return Array.isArray(parsed.data) ? parsed.data : [...(parsed.data.ids ?? []), ...(parsed.data.urls ?? []), ...(parsed.data.hashes ?? []), ...(parsed.data.items ?? [])];
};

/** NDJSON: a JSON string or object a line; a bare id or URL is taken too. */
const fromLines = (text: string): Held[] => {
  const held: Held[] = [];
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    if (held.length === heldMax) throw tooMany(held.length + 1);
    held.push(lineOf(trimmed, line));
  }
  return held;
};

const lineOf = (text: string, line: number): Held => {
  let value: unknown = text;
  if (/^["{[]/.test(text)) {
    try {
      value = JSON.parse(text);
    } catch {
      throw problem(400, 'json-malformed', `Line ${line} is not JSON.`, { members: { line } });
    }
  }
  const parsed = entry.safeParse(value);
  if (!parsed.success) throw problem(422, 'entry-invalid', `Line ${line} is no entry: an id, a URL, a hash, or an object with "id", "url" or "hash" and optionally "revision".`, { members: { line } });
  return parsed.data;
};

/** What is held, from a body of either kind. Throws problems 400, 415 and 422. */
export const readHeld = (body: unknown, contentType: string): Held[] => {
  if (!(body instanceof Uint8Array) || body.length === 0) throw problem(400, 'body-missing', 'Send what you hold, as JSON or NDJSON.');
  if (/^application\/(x-)?nd-?json|^application\/jsonl|^text\/plain/.test(contentType)) return fromLines(Buffer.from(body).toString('utf8'));
  if (/^application\/json|^$/.test(contentType)) return bounded(fromJson(body));
  throw problem(415, 'type-unsupported', `"${contentType.slice(0, 80)}" is not read here; send application/json or application/x-ndjson.`);
};
