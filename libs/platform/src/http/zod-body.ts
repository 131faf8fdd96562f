import { applyDecorators, type PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { z } from 'zod';

import { problem, type FieldProblem } from '../problem/problem.js';
import { brokenAt } from './json-place.js';

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

const fieldProblems = (error: z.ZodError): FieldProblem[] =>
  error.issues.slice(0, 50).map((issue) => ({ pointer: pointer(issue.path) || '/', detail: issue.message }));

/** Line and column (from 1) of a character offset. */
const placeOf = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

/** JSON of a request body. Throws a problem 400 that says where it breaks, 422 where it is not UTF-8. */
export const parseJson = (body: unknown): unknown => {
  if (!(body instanceof Uint8Array)) return body;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw problem(422, 'not-utf8', 'The body is not UTF-8, which JSON has to be (RFC 8259).');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const place = placeOf(text, brokenAt(text));
    throw problem(400, 'json-malformed', `The body is not JSON: it breaks at line ${place.line}, column ${place.column}.`, { members: place });
  }
};

/** Fields of a posted HTML form; a repeated name becomes a list. */
export const parseForm = (body: unknown): Record<string, string | string[]> => {
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  if (!(body instanceof Uint8Array)) return fields;
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    const earlier = fields[name];
    fields[name] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [earlier]), value];
  }
  return fields;
};

/** Checks a value against a schema; throws a problem 422 that names every field. */
export const check = <S extends z.ZodType>(schema: S, value: unknown): z.infer<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = fieldProblems(parsed.error);
  throw problem(422, 'fields-invalid', `${errors.length === 1 ? 'One field' : `${errors.length} fields`} cannot be accepted; see "errors".`, { errors });
};

class ZodPipe<S extends z.ZodType> implements PipeTransform<unknown, z.infer<S>> {
  constructor(
    private readonly schema: S,
    private readonly read: (value: unknown) => unknown,
  ) {}

  transform(value: unknown): z.infer<S> {
    return check(this.schema, this.read(value));
  }
}

/** `@Body(zodBody(schema))`: the body as JSON, checked. */
export const zodBody = <S extends z.ZodType>(schema: S): PipeTransform<unknown, z.infer<S>> => new ZodPipe(schema, parseJson);
/** `@Query(zodQuery(schema))`: the query, checked. */
export const zodQuery = <S extends z.ZodType>(schema: S): PipeTransform<unknown, z.infer<S>> => new ZodPipe(schema, (value) => value);
/** `@Body(zodForm(schema))`: a posted HTML form, checked. */
export const zodForm = <S extends z.ZodType>(schema: S): PipeTransform<unknown, z.infer<S>> => new ZodPipe(schema, parseForm);

/** Shows the body's schema in the OpenAPI document. */
export const ApiJsonBody = (schema: z.ZodType): MethodDecorator => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { target: 'openapi-3.0', unrepresentable: 'any', io: 'input' }) as Record<string, unknown>;
  return applyDecorators(ApiBody({ schema: json }));
};
