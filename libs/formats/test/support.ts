import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parsePayload, type ParsedItem, type ParseFailure, type Payload } from '../src/index.js';

type Given = Partial<Omit<Payload, 'bytes' | 'source'>> & { readonly source?: Partial<Payload['source']> };
type Article = Extract<ParsedItem, { kind: 'article' }>['article'];

export const receivedAt = '2026-11-25T12:00:00.000Z';

const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? new TextEncoder().encode(body) : body);

export const parse = (body: string | Uint8Array, given: Given = {}): ReturnType<typeof parsePayload> =>
  parsePayload({ receivedAt, ...given, bytes: bytesOf(body), source: { id: 'harbour-wire', name: 'Harbour Wire', ...given.source } });

/** What was read; throws where it was refused. */
export const read = (body: string | Uint8Array, given?: Given): Extract<ReturnType<typeof parsePayload>, { ok: true }> => {
  const result = parse(body, given);
  if (!result.ok) throw new Error(`refused: ${result.status} ${result.code}: ${result.detail}`);
  return result;
};

export const refusal = (body: string | Uint8Array, given?: Given): ParseFailure => {
  const result = parse(body, given);
  if (result.ok) throw new Error(`read as ${result.format} with ${result.items.length} items`);
  return result;
};

export const items = (body: string | Uint8Array, given?: Given): readonly ParsedItem[] => read(body, given).items;

/** The first item, which must be an article. */
export const article = (body: string | Uint8Array, given?: Given): Article & { readonly guid: string; readonly version?: string } => {
  const [item] = items(body, given);
  if (item?.kind !== 'article') throw new Error(`no article: ${JSON.stringify(item)}`);
  return { ...item.article, guid: item.guid, ...(item.version === undefined ? {} : { version: item.version }) };
};

export const codes = (warnings: readonly { readonly code: string }[]): string[] => warnings.map(({ code }) => code);

const beside = (name: string): string => resolve(import.meta.dirname, '../../../../shared', name);

/** Third-party material is read where it lies and never committed; where it is absent, its tests say so and are skipped. */
export const corporaDir = process.env['CORPORA_DIR'] ?? beside('corpora');
export const seedDir = process.env['SEED_DIR'] ?? beside('seed');

export const describeWith = (dir: string, name: string, variable: string, tests: () => void): void => {
  if (existsSync(dir)) describe(name, tests);
  else describe.skip(`${name} (skipped: ${dir} is not there; set ${variable})`, tests);
};

export const filesIn = (dir: string, ending: RegExp): string[] =>
  (existsSync(dir) ? readdirSync(dir, { recursive: true, encoding: 'utf8' }) : []).filter((name) => ending.test(name)).map((name) => join(dir, name)).toSorted();

/** What a run costs in milliseconds of processor time: unlike the clock, it does not count what neighbours use. */
export const cpuMs = (run: () => unknown): number => {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};
