import type { z } from 'zod';

import { isObject, textOf, type JsonObject } from '../json/read-json.js';
import { ninjs1 } from './schema-1.js';
import { ninjs2 } from './schema-2.js';
import { ninjs3 } from './schema-3.js';

const latestMinor: Readonly<Record<number, number>> = { 1: 6, 2: 2, 3: 1 };
const shapes: Readonly<Record<number, (minor: number) => z.ZodType>> = { 1: ninjs1, 2: ninjs2, 3: ninjs3 };
/** Twelve versions at most. */
const built = new Map<string, z.ZodType>();

export interface NinjsVersion {
  readonly major: number;
  readonly minor: number;
}

/** The version that an item names (`standard`, `$standard`), else the latest of the family that its fields belong to. */
export const versionOf = (item: JsonObject): NinjsVersion => {
  const standard = isObject(item['$standard']) ? item['$standard'] : isObject(item['standard']) ? item['standard'] : {};
  const named = /(\d)\.(\d)/.exec(textOf(standard['version']) ?? textOf(standard['schema'])?.replace(/^.*ninjs-schema_/, '') ?? '');
  const major = Number(named?.[1] ?? Number.NaN);
  if (major in latestMinor) return { major, minor: Math.min(Number(named?.[2]), latestMinor[major] ?? 0) };
  if (['versionCreated', 'firstCreated', 'pubStatus', 'copyrightHolder', 'usageTerms', 'infoSources', 'altIds', 'embargoedUntil', 'eventDetails'].some((name) => name in item)) return { major: 3, minor: 1 };
  if (['headlines', 'bodies', 'descriptions', 'subjects', 'people', 'places', 'by', 'standard'].some((name) => name in item)) return { major: 2, minor: 2 };
  return { major: 1, minor: 6 };
};

const issuesMax = 8;

/** How an item breaks the schema of its version, in words with the path of each field; empty where it does not. */
export const violationsOf = (item: JsonObject, { major, minor }: NinjsVersion): string[] => {
  const key = `${major}.${minor}`;
  const schema = built.get(key) ?? shapes[major]?.(minor);
  if (!schema) return [];
  built.set(key, schema);
  const issues = schema.safeParse(item).error?.issues ?? [];
  return issues.slice(0, issuesMax).map(({ path, message }) => `${path.length === 0 ? 'the item' : path.join('.')}: ${message}`);
};
