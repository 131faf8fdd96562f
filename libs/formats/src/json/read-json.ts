import { failure, type ParseFailure } from '../parse-result.js';
import { jsonFault } from './json-fault.js';

/** Deeper than any format goes; what is stored and sent on is walked by recursion. */
const depthMax = 64;

const isTooDeep = (json: string): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
};

/** The value of a JSON text, or where it breaks. A byte order mark before it is passed over. */
export const readJson = (text: string): { readonly value: unknown } | ParseFailure => {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (isTooDeep(json)) return failure(422, 'nested-too-deep', `The JSON is nested more than ${depthMax} levels deep.`);
  try {
    return { value: JSON.parse(json) as unknown };
  } catch (error) {
    const { line, column, expected } = jsonFault(json);
    return failure(400, 'json-malformed', `The JSON breaks at line ${line}, column ${column}: ${expected ?? (error as Error).message}.`, { line, column });
  }
};

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that says something; numbers count as their digits. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

/** The objects of a list, or the values of an object: 1.x of ninjs writes the one where 2.x writes the other. */
export const objectsOf = (value: unknown): JsonObject[] => {
  if (Array.isArray(value)) return (value as unknown[]).filter(isObject);
  return isObject(value) ? Object.values(value).filter(isObject) : [];
};

/** Texts of a list; a single text counts as a list of one. */
export const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).map(textOf).filter((text) => text !== undefined);
