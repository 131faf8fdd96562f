import type { BackupManifest, LedgerManifest } from '../backup/manifest.js';

/** What a restore was given, and what it found. */
export interface RestorePlan {
  readonly manifest: BackupManifest;
  /** Every ledger file beside it. */
  readonly ledgers: readonly LedgerManifest[];
  /** Of the database that is restored into. */
  readonly migrations: BackupManifest['migrations'];
  /** Files whose sha256 is not what the manifest says. */
  readonly damaged: readonly string[];
  /** Tables of the target that have rows which no migration put there. */
  readonly occupied: readonly string[];
}

/** The ledger to restore with, or the sentences that say why not to. */
export type RestoreDecision = { readonly ledger: LedgerManifest } | { readonly refusals: readonly string[] };

/**
 * Whether a backup may be restored. The ledger has to be newer than the content: a hold that is missing would show what
 * was taken down. Database and backup have to have the same migrations: rows of one shape do not fit into another.
 */
export const decideRestore = ({ manifest, ledgers, migrations, damaged, occupied }: RestorePlan): RestoreDecision => {
  const refusals = [
    ...damaged.map((file) => `${file} is not as the manifest says: the backup is damaged. Take another copy of it.`),
    ...migrationRefusals(manifest.migrations, migrations),
    ...(occupied.length > 0 ? [`the database is not empty (${occupied.slice(0, 5).join(', ')}): restore into a new one, or say --overwrite.`] : []),
  ];
  const newest = newestLedger(ledgers);
  if (newest === undefined) refusals.push('there is no ledger of holds beside the backup: without it, what was taken down would be shown again.');
  else if (newest.takenAt < manifest.snapshotAt || newest.seq < manifest.ledgerSeq) {
    refusals.push(`the newest ledger of holds is of ${newest.takenAt} (position ${newest.seq}), the content of ${manifest.snapshotAt} (position ${manifest.ledgerSeq}): what was taken down in between would be shown again. Put a newer ledger beside the backup, or restore an older backup.`);
  }
  return refusals.length > 0 || newest === undefined ? { refusals } : { ledger: newest };
};

const newestLedger = (ledgers: readonly LedgerManifest[]): LedgerManifest | undefined => ledgers.toSorted((a, b) => b.seq - a.seq || (a.takenAt < b.takenAt ? 1 : -1))[0];

const migrationRefusals = (ofBackup: BackupManifest['migrations'], ofDatabase: BackupManifest['migrations']): string[] => {
  const names = (list: BackupManifest['migrations']): Set<string> => new Set(list.map(({ schema, name, checksum }) => `${schema} ${name} ${checksum}`));
  const shown = (text: string): string => text.split(' ').slice(0, 2).join(' ');
  const backup = names(ofBackup);
  const database = names(ofDatabase);
  const missing = [...backup].filter((name) => !database.has(name)).map(shown);
  const beyond = [...database].filter((name) => !backup.has(name)).map(shown);
  return [
    ...(missing.length > 0 ? [`the backup has migrations that the database has not (${missing.join(', ')}): run the migrations of the version that made it.`] : []),
    ...(beyond.length > 0 ? [`the database has migrations that the backup has not (${beyond.join(', ')}): migrate a new database with the version that made the backup, restore, then upgrade.`] : []),
  ];
};
