import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { consumerGroups, outgoing, topicDefinitions, topics, type HoldLifted, type HoldPlaced, type OutgoingEvent } from '@wiredesk/contracts';
import { appendToOutbox, ensureTopics, type Broker } from '@wiredesk/messaging';
import { inTransaction } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { copyIn } from '../backup/copy.js';
import { backupManifest, ledgerFolder, ledgerManifest, manifestName, type BackupManifest, type LedgerManifest } from '../backup/manifest.js';
import { readPacked, sha256Of } from '../backup/packed-file.js';
import { columnsOf, migrationsOf, nameOf, tablesOf, type SqlClient } from '../backup/tables.js';
import { loadTopic } from '../backup/topics.js';
import type { RestorePlan } from './decide.js';

/** Tables that have rows as soon as the product was ever used. */
const usedTables = ['ingest.source', 'ingest.item', 'rights.hold', 'rights.takedown_case', 'publish.article'] as const;

const holdColumns = 'hold_id, seq, class, names, lifted, case_id, target_id, follows, note, state';
const makeLedgerTable = 'create temporary table newer_hold (like rights.hold) on commit drop';
const copyLedger = `copy newer_hold (${holdColumns}) from stdin`;
/** What was placed or lifted after the content was backed up. */
const takeNewer = `
insert into rights.hold (${holdColumns}) select ${holdColumns} from newer_hold
on conflict (hold_id) do update set seq = excluded.seq, names = excluded.names, lifted = excluded.lifted, note = excluded.note, state = excluded.state
where rights.hold.seq < excluded.seq`;
const moveLedger = 'update rights.ledger set seq = greatest(seq, (select coalesce(max(seq), 0) from rights.hold), $1)';
const selectHolds = 'select state from rights.hold where seq > $1 order by seq limit $2';
const holdsPerStep = 500;

/** The manifests of a backup and of every ledger beside it. Throws a sentence where the folder is none. */
export const readManifests = (folder: string): { manifest: BackupManifest; ledgers: LedgerManifest[]; ledgerDir: string } => {
  const file = join(folder, manifestName);
  if (!existsSync(file)) throw new Error(`${folder} has no ${manifestName}: it is no backup, or one that was not finished`);
  const ledgerDir = join(dirname(folder), ledgerFolder);
  const names = existsSync(ledgerDir) ? readdirSync(ledgerDir).filter((name) => name.endsWith('.json')) : [];
  return { manifest: backupManifest.parse(JSON.parse(readFileSync(file, 'utf8'))), ledgers: names.map((name) => ledgerManifest.parse(JSON.parse(readFileSync(join(ledgerDir, name), 'utf8')))), ledgerDir };
};

/** Looks at files and database; changes nothing. */
export const inspect = async (client: SqlClient, folder: string): Promise<RestorePlan & { ledgerDir: string }> => {
  const { manifest, ledgers, ledgerDir } = readManifests(folder);
  const damaged: string[] = [];
  for (const { file, sha256 } of [...manifest.tables, ...manifest.topics]) if (!existsSync(join(folder, file)) || (await sha256Of(folder, file)) !== sha256) damaged.push(file);
  const intact: LedgerManifest[] = [];
  for (const ledger of ledgers) if (existsSync(join(ledgerDir, ledger.file)) && (await sha256Of(ledgerDir, ledger.file)) === ledger.sha256) intact.push(ledger);
  const migrations = await migrationsOf(client);
  const occupied: string[] = [];
  if (migrations.length > 0) for (const table of usedTables) if ((await client.query(`select from ${table} limit 1`)).rows.length > 0) occupied.push(table);
  return { manifest, ledgers: intact, migrations, damaged, occupied, ledgerDir };
};

/**
 * Loads tables and ledger in one transaction: nobody sees the content without the ledger that is newer than it, and what
 * fails leaves the database as it was.
 */
export const loadTables = async (client: SqlClient, { manifest, folder, ledger, ledgerDir }: { manifest: BackupManifest; folder: string; ledger: LedgerManifest; ledgerDir: string }): Promise<void> => {
  await client.query('begin');
  try {
    await client.query('set local statement_timeout = 0');
    const there = await tablesOf(client);
    await client.query(`truncate ${there.map(nameOf).join(', ')}`);
    for (const name of there.map(nameOf)) {
      const table = manifest.tables.find((one) => nameOf(one) === name);
      if (table) await copyIn(client, `copy ${nameOf(table)} (${columnsOf(table)}) from stdin`, readPacked(folder, table.file));
    }
    for (const { schema, name, lastValue, isCalled } of manifest.sequences) await client.query('select setval(format(\'%I.%I\', $1::text, $2::text)::regclass, $3::bigint, $4)', [schema, name, lastValue, isCalled]);
    await client.query(makeLedgerTable);
    await copyIn(client, copyLedger, readPacked(ledgerDir, ledger.file));
    await client.query(takeNewer);
    await client.query(moveLedger, [ledger.seq]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/** Says every hold anew, in the order of the ledger, through the outbox of rights: the lane may have lost some. Returns how many. */
export const sayHolds = (dataSource: DataSource): Promise<number> =>
  inTransaction(dataSource, async (tx) => {
    let after = 0;
    for (let count = 0; ; ) {
      const rows = (await tx.query(selectHolds, [after, holdsPerStep])) as { state: string }[];
      const holds = rows.map(({ state }) => JSON.parse(state) as HoldPlaced | HoldLifted);
      const last = holds.at(-1);
      if (!last) return count;
      await appendToOutbox(tx, holds.map(saidAgain), 'rights');
      after = last.seq;
      count += holds.length;
    }
  });

const saidAgain = (hold: HoldPlaced | HoldLifted): OutgoingEvent => {
  const meta = { id: uuidv7(), time: new Date().toISOString() };
  return hold.lift === null ? outgoing('hold.placed', hold as HoldPlaced, meta) : outgoing('hold.lifted', hold as HoldLifted, meta);
};

/**
 * Brings the topics back to the moment of the tables: what was said since then, the tables do not know of. The topic of
 * holds is left as it is where it is there: rights takes back what it has and the ledger has not. Groups begin anew:
 * handlers are safe against repeats. Throws where a service is still running.
 */
export const loadTopics = async (broker: Broker, prefix: string, { manifest, folder, partitions, replicationFactor }: { manifest: BackupManifest; folder: string; partitions: number; replicationFactor: number }): Promise<number> => {
  const there = new Set(await broker.listTopics());
  // One after the other: a question that fails gives up its connection, and with it whatever else is asked over it.
  for (const group of consumerGroups) for (const { name } of topicDefinitions) await forget(broker, `${prefix}${group}.${name}`);
  const renewed = manifest.topics.filter(({ topic }) => topic !== topics.holds || !there.has(prefix + topic));
  await broker.deleteTopics(renewed.map(({ topic }) => prefix + topic));
  await untilGone(broker, renewed.map(({ topic }) => prefix + topic));
  await ensureTopics(broker, { prefix, partitions, replicationFactor });
  let messages = 0;
  for (const { topic, file } of renewed) messages += await loadTopic(broker, prefix + topic, readPacked(folder, file));
  return messages;
};

const goneWithinMs = 30_000;

/** A deleted topic is there for a moment longer, and one of its name cannot be made meanwhile. */
const untilGone = async (broker: Broker, names: readonly string[]): Promise<void> => {
  const until = Date.now() + goneWithinMs;
  for (;;) {
    const there = new Set(await broker.listTopics());
    const left = names.filter((name) => there.has(name));
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`Kafka did not delete ${left.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const emptyWithinMs = 75_000;
const lookAgainMs = 1_000;

/** Forgets a group's offsets. A member that was killed counts until its session ends, so that is waited for. */
const forget = async (broker: Broker, group: string): Promise<void> => {
  const until = Date.now() + emptyWithinMs;
  for (;;) {
    try {
      await broker.deleteGroup(group);
      return;
    } catch (error) {
      const types = ((error as { groups?: readonly { error?: { type?: string } }[] }).groups ?? []).map((one) => one.error?.type);
      // A group that never was needs no forgetting.
      if (types.length > 0 && types.every((type) => type === 'GROUP_ID_NOT_FOUND')) return;
      if (!types.includes('NON_EMPTY_GROUP')) throw error;
      if (Date.now() > until) throw new Error(`somebody still consumes as ${group}: stop the services first`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  }
};
