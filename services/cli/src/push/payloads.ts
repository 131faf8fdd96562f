import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

import { reasonOf } from '../api.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';

/** What is pushed in one call, as it is. */
export interface Payload {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** What is to be read, by name, when its turn comes: a folder may be larger than memory. */
export interface PayloadToRead {
  readonly name: string;
  read(): Promise<Payload>;
}

const filesMax = 10_000;
const bytesMax = 64 * 1024 * 1024;
const fetchTimeoutMs = 30_000;

/** By the end of a name; ingest looks at the content anyway. */
const contentTypes: Readonly<Record<string, string>> = { '.json': 'application/json', '.xml': 'application/xml', '.rss': 'application/rss+xml', '.atom': 'application/atom+xml', '.html': 'text/html', '.htm': 'text/html' };

export const contentTypeOf = (name: string): string => contentTypes[extname(name).toLowerCase()] ?? 'application/octet-stream';

/** Payloads of a file, of every file below a folder in the order of their names, or of a web address. Throws CommandFailed where there is nothing. */
export const payloadsOf = (place: string): PayloadToRead[] => {
  if (/^https?:\/\//i.test(place)) return [{ name: place, read: () => fetched(place) }];
  const kind = statSync(place, { throwIfNoEntry: false });
  if (!kind) throw new CommandFailed(`there is no file or folder "${place}"`, exitCodes.usage);
  const files = kind.isDirectory() ? filesBelow(place) : [place];
  if (files.length === 0) throw new CommandFailed(`the folder "${place}" is empty`, exitCodes.usage);
  if (files.length > filesMax) throw new CommandFailed(`the folder "${place}" has ${files.length} files, and ${filesMax} are taken at a time: push its parts`, exitCodes.usage);
  return files.map((file) => ({ name: file, read: async () => fromFile(file) }));
};

/** Names that begin with a dot are left out, as everywhere. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []));

const fromFile = (file: string): Payload => {
  const { size } = statSync(file);
  if (size > bytesMax) throw new CommandFailed(`${file} has ${size} bytes; no push may have more than ${bytesMax}`, exitCodes.refused);
  return { name: file, bytes: new Uint8Array(readFileSync(file)), contentType: contentTypeOf(file) };
};

const fetched = async (url: string): Promise<Payload> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (!answer.ok) throw new CommandFailed(`${url} answered ${answer.status}`, exitCodes.refused);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > bytesMax) throw new CommandFailed(`${url} has ${bytes.length} bytes; no push may have more than ${bytesMax}`, exitCodes.refused);
    return { name: url, bytes, contentType: answer.headers.get('content-type') ?? contentTypeOf(new URL(url).pathname) };
  } catch (cause) {
    if (cause instanceof CommandFailed) throw cause;
    throw new CommandFailed(`${url} cannot be fetched: ${reasonOf(cause)}`, exitCodes.unreachable, { cause });
  }
};
