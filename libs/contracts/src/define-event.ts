import { z } from 'zod';

/** One event type in one version: its name on the wire, its topic, the schema of its data and a sample. */
export interface EventContract<Type extends string, Data> {
  readonly type: Type;
  readonly version: number;
  readonly topic: string;
  readonly title: string;
  readonly schema: z.ZodType<Data>;
  readonly sample: Data;
  /** The id whose order matters: it becomes the Kafka key and `ce_subject`. */
  readonly keyOf: (data: Data) => string;
}

/**
 * Declares an event contract. The schema is strict about types and open to unknown fields, so that a consumer
 * of version n accepts what a later producer adds (see docs/events.md, "Evolution").
 */
export const defineEvent = <Type extends string, Shape extends z.ZodRawShape>(definition: {
  type: Type;
  version: number;
  topic: string;
  title: string;
  data: z.ZodObject<Shape>;
  sample: z.infer<z.ZodObject<Shape>>;
  keyOf: (data: z.infer<z.ZodObject<Shape>>) => string;
}): EventContract<Type, z.infer<z.ZodObject<Shape>>> => ({
  type: definition.type,
  version: definition.version,
  topic: definition.topic,
  title: definition.title,
  schema: definition.data as unknown as z.ZodType<z.infer<z.ZodObject<Shape>>>,
  sample: definition.sample,
  keyOf: definition.keyOf,
});

/** The data type that a contract carries. */
export type DataOf<C> = C extends EventContract<string, infer Data> ? Data : never;
