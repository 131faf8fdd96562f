import { z } from 'zod';

/** Schemas of the product, as one backup has them: the content store too. */
export const schemas = ['content', 'ingest', 'dedupe', 'rights', 'publish', 'console'] as const;

const file = z.object({ file: z.string().regex(/^[\w.-]+$/), sha256: z.string().length(64) });
const tableFile = file.extend({ schema: z.enum(schemas), table: z.string(), columns: z.array(z.string()).min(1) });

/** The ledger of holds at one moment: a file of its own, taken far more often than everything else. */
export const ledgerManifest = z.object({ format: z.literal(1), takenAt: z.iso.datetime(), seq: z.number().int().min(0), ...file.shape });
export type LedgerManifest = z.infer<typeof ledgerManifest>;

export const backupManifest = z.object({
  format: z.literal(1),
  version: z.string(),
  /** The moment that all tables show. */
  snapshotAt: z.iso.datetime(),
  /** Position of the ledger at that moment. */
  ledgerSeq: z.number().int().min(0),
  migrations: z.array(z.object({ schema: z.enum(schemas), name: z.string(), checksum: z.string() })),
  tables: z.array(tableFile),
  sequences: z.array(z.object({ schema: z.enum(schemas), name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  topics: z.array(file.extend({ topic: z.string(), messages: z.number().int().min(0) })),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** Written last, aside and then in place: a backup without it is none. */
export const manifestName = 'manifest.json';
export const ledgerFolder = 'ledger';
