import type { JsonSchema } from './json-schema.js';

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What a schema changed that a running neighbour of the frozen version would trip over: empty if it may be released
 * under the same version. An old consumer must understand new events and a new consumer the old ones that still lie
 * in a compacted topic, so what was frozen stays as it is, and what is added is optional.
 */
export const incompatibilities = (frozen: JsonSchema, current: JsonSchema): string[] => {
  const problems: string[] = [];
  const before = record(frozen['properties']);
  const after = record(current['properties']);
  for (const [name, schema] of Object.entries(before)) {
    if (!(name in after)) problems.push(`field "${name}" was removed`);
    else if (!same(schema, after[name])) problems.push(`field "${name}" changed its schema`);
  }
  const requiredBefore = list(frozen['required']);
  const requiredAfter = list(current['required']);
  for (const name of requiredAfter) if (!requiredBefore.includes(name)) problems.push(`field "${name}" is required, which events already written do not have`);
  for (const name of requiredBefore) if (!requiredAfter.includes(name)) problems.push(`field "${name}" is no longer required, which running consumers rely on`);
  return problems;
};
