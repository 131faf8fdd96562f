import { z } from 'zod';

import type { AnyContract } from './catalogue.js';

/** A JSON Schema (2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of a contract's data, as it is frozen and documented. */
export const jsonSchemaOf = (contract: AnyContract): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `https://wiredesk.dev/events/${contract.type}.v${contract.version}.json`,
  title: contract.title,
  ...withoutDialect(z.toJSONSchema(contract.schema as z.ZodType, { io: 'input' }) as JsonSchema),
});

const withoutDialect = ({ $schema: _dialect, ...rest }: JsonSchema): JsonSchema => rest;
