import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { AddCommand, Context } from '../command-line.js';
import { CommandFailed, exitCodes, type ExitCode } from '../exit-codes.js';
import { adminDatabaseUrl, kafkaOptions, withBroker, withDatabase } from './connect.js';
import { ledgerFolder, ledgerManifest, manifestName } from './manifest.js';
import { writeBackup, writeLedger } from './write-backup.js';

interface BackupOptions {
  readonly to: string;
  readonly ledgerOnly?: boolean;
  readonly everyHours?: string;
  readonly ledgerEverySeconds: string;
  readonly keep?: string;
}

const ledgersKept = 120;
const version = (JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8')) as { version: string }).version;

const positive = (text: string, option: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new CommandFailed(`${option} is "${text}": give a number above 0`, exitCodes.usage);
  return value;
};

const failed = (cause: unknown): never => {
  throw cause instanceof CommandFailed ? cause : new CommandFailed(`no backup was made: ${(cause as Error).message}`, exitCodes.refused, { cause });
};

const backUp = ({ settings, output }: Context, to: string) =>
  withBroker(kafkaOptions(settings), (broker) =>
    withDatabase(adminDatabaseUrl(settings), (client) => writeBackup({ client, broker, topicPrefix: settings.topicPrefix, version, now: () => new Date(), note: (text) => output.note(text) }, to)),
  ).catch(failed);

const backUpLedger = ({ settings }: Context, to: string) => withDatabase(adminDatabaseUrl(settings), (client) => writeLedger({ client, now: () => new Date() }, to)).catch(failed);

/** Lets go of the oldest; a backup that is not finished counts for nothing and is left to whoever makes it. */
const prune = (to: string, keep: number): void => {
  const finished = readdirSync(to).filter((name) => name.startsWith('backup-') && existsSync(join(to, name, manifestName))).sort();
  for (const name of finished.slice(0, Math.max(0, finished.length - keep))) rmSync(join(to, name), { recursive: true, force: true });
};

/** Of ledgers the newest: each has all that an older one has. */
const pruneLedgers = (to: string): void => {
  const folder = join(to, ledgerFolder);
  const manifests = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  for (const name of manifests.slice(0, Math.max(0, manifests.length - ledgersKept))) {
    const { file } = ledgerManifest.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    for (const old of [name, file]) rmSync(join(folder, old), { force: true });
  }
};

/** Goes on until it is stopped. What fails is told and tried again with the next round. */
const repeat = async (context: Context, { to, everyHours = '24', ledgerEverySeconds, keep = '14' }: BackupOptions): Promise<ExitCode> => {
  const everyMs = positive(everyHours, '--every-hours') * 3_600_000;
  const ledgerEveryMs = positive(ledgerEverySeconds, '--ledger-every-seconds') * 1_000;
  let stopping = false;
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ((stopping = true), stop.abort()));
  let nextMs = 0;
  while (!stopping) {
    try {
      if (Date.now() >= nextMs) {
        const { folder } = await backUp(context, to);
        nextMs = Date.now() + everyMs;
        prune(to, positive(keep, '--keep'));
        context.output.note(`${new Date().toISOString()} backed up to ${folder}`);
      } else await backUpLedger(context, to);
      pruneLedgers(to);
    } catch (error) {
      context.output.note(`${new Date().toISOString()} no backup this time: ${(error as Error).message}`);
    }
    await sleep(ledgerEveryMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  return exitCodes.done;
};

export const backupCommand: AddCommand = (program, run) => {
  program
    .command('backup')
    .description('a backup of the whole: every table at one moment, the topics, and after them the ledger of holds')
    .requiredOption('--to <folder>', 'where backups lie; each gets a folder of its own')
    .option('--ledger-only', 'only the ledger of holds: small, to be taken every minute')
    .option('--every-hours <n>', 'go on: a backup every n hours, the ledger in between')
    .option('--ledger-every-seconds <n>', 'how often the ledger is taken in between', '60')
    .option('--keep <n>', 'how many finished backups to keep when going on')
    .action((options: BackupOptions) =>
      run(async (context) => {
        if (options.everyHours !== undefined) return repeat(context, options);
        if (options.ledgerOnly) {
          const ledger = await backUpLedger(context, options.to);
          context.output.result(ledger, ({ file, seq }) => [`ledger up to position ${seq}: ${join(options.to, ledgerFolder, file)}`]);
          return exitCodes.done;
        }
        const { folder, manifest, ledger } = await backUp(context, options.to);
        context.output.result({ folder, snapshotAt: manifest.snapshotAt, tables: manifest.tables.length, ledgerSeq: ledger.seq }, (result) => [`backed up to ${result.folder}: ${result.tables} tables as of ${result.snapshotAt}, ledger of holds up to position ${result.ledgerSeq}`]);
        return exitCodes.done;
      }),
    );
};
