import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { topicDefinitions } from '@wiredesk/contracts';
import type { Broker } from '@wiredesk/messaging';

import { copyOut } from './copy.js';
import { ledgerFolder, manifestName, type BackupManifest, type LedgerManifest } from './manifest.js';
import { writePacked } from './packed-file.js';
import { columnsOf, migrationsOf, nameOf, sequencesOf, tablesOf, type SqlClient } from './tables.js';
import { dumpTopic } from './topics.js';

export interface BackupPorts {
  readonly client: SqlClient;
  readonly broker: Broker;
  readonly topicPrefix: string;
  readonly version: string;
  readonly now: () => Date;
  readonly note: (text: string) => void;
}

const fileTime = (iso: string): string => iso.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');

const selectSeq = 'select seq::float8 as seq from rights.ledger';
/** The whole ledger in the order of its positions, with all that a restored one needs. */
const copyLedger = 'copy (select hold_id, seq, class, names, lifted, case_id, target_id, follows, note, state from rights.hold order by seq) to stdout';

const seqOf = async (client: SqlClient): Promise<number> => {
  const { rows } = await client.query<{ seq: number }>(selectSeq);
  const [row] = rows;
  if (!row) throw new Error('rights has no ledger: is this the database of Wiredesk?');
  return row.seq;
};

/** One file of the ledger of holds, with a manifest beside it; small and quick, to be taken every minute. */
export const writeLedger = async ({ client, now }: Pick<BackupPorts, 'client' | 'now'>, to: string): Promise<LedgerManifest> => {
  const folder = join(to, ledgerFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await client.query('begin isolation level repeatable read, read only');
  try {
    const takenAt = now().toISOString();
    const seq = await seqOf(client);
    const name = `ledger-${fileTime(takenAt)}-${seq}`;
    const written = await writePacked(folder, `${name}.copy.gz`, (target) => copyOut(client, copyLedger, target));
    const manifest: LedgerManifest = { format: 1, takenAt, seq, ...written };
    put(folder, `${name}.json`, manifest);
    return manifest;
  } finally {
    await client.query('rollback');
  }
};

const put = (folder: string, name: string, value: unknown): void => {
  const half = join(folder, `${name}.part`);
  writeFileSync(half, `${JSON.stringify(value, null, 1)}\n`, { mode: 0o600 });
  renameSync(half, join(folder, name));
};

/**
 * A backup of the whole into a folder of its own below `to`: every table at one moment, what the topics held then, and
 * after all that the ledger of holds, so that it is newer than everything that it may forbid. Returns the folder.
 */
export const writeBackup = async (ports: BackupPorts, to: string): Promise<{ folder: string; manifest: BackupManifest; ledger: LedgerManifest }> => {
  const { note } = ports;
  const snapshotAt = ports.now().toISOString();
  const folder = join(to, `backup-${fileTime(snapshotAt)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const manifest = await writeTables(ports, folder, snapshotAt);
    note(`${manifest.tables.length} tables, ${manifest.topics.length} topics`);
    const ledger = await writeLedger(ports, to);
    put(folder, manifestName, manifest);
    return { folder, manifest, ledger };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};

const writeTables = async ({ client, broker, topicPrefix, version }: BackupPorts, folder: string, snapshotAt: string): Promise<BackupManifest> => {
  const tables: BackupManifest['tables'] = [];
  const topics: BackupManifest['topics'] = [];
  await client.query('begin isolation level repeatable read, read only');
  try {
    await client.query('set local statement_timeout = 0');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const ledgerSeq = await seqOf(client);
    const migrations = await migrationsOf(client);
    const sequences = await sequencesOf(client);
    // What was said before the snapshot is in the topics now; a topic read later would only have more to leave out.
    for (const { name } of topicDefinitions) {
      let messages = 0;
      const written = await writePacked(folder, `topic.${name}.jsonl.gz`, async (target) => void (messages = await dumpTopic(broker, topicPrefix + name, snapshotAt, target)));
      topics.push({ topic: name, messages, ...written });
    }
    for (const table of await tablesOf(client)) {
      const written = await writePacked(folder, `${table.schema}.${table.table}.copy.gz`, (target) => copyOut(client, `copy ${nameOf(table)} (${columnsOf(table)}) to stdout`, target));
      tables.push({ ...table, ...written });
    }
    return { format: 1, version, snapshotAt, ledgerSeq, migrations, tables, sequences, topics };
  } finally {
    await client.query('rollback');
  }
};
