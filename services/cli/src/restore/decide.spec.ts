import type { BackupManifest, LedgerManifest } from '../backup/manifest.js';
import { decideRestore, type RestorePlan } from './decide.js';

const migration = (name: string, checksum = 'a') => ({ schema: 'rights' as const, name, checksum });
const ledger = (takenAt: string, seq: number): LedgerManifest => ({ format: 1, takenAt, seq, file: `ledger-${seq}.copy.gz`, sha256: 'f'.repeat(64) });
const manifest: BackupManifest = { format: 1, version: '0.1.0', snapshotAt: '2026-11-25T12:00:00.000Z', ledgerSeq: 7, migrations: [migration('001'), migration('002')], tables: [], sequences: [], topics: [] };
const plan = (change: Partial<RestorePlan>): RestorePlan => ({ manifest, ledgers: [ledger('2026-11-25T12:00:05.000Z', 7)], migrations: manifest.migrations, damaged: [], occupied: [], ...change });
const refusals = (change: Partial<RestorePlan>): readonly string[] => {
  const decision = decideRestore(plan(change));
  return 'refusals' in decision ? decision.refusals : [];
};

describe('whether a backup may be restored', () => {
  it('takes the newest ledger of all that are there', () => {
    const ledgers = [ledger('2026-11-25T12:00:05.000Z', 7), ledger('2026-11-25T13:00:00.000Z', 9), ledger('2026-11-25T12:30:00.000Z', 8)];
    expect(decideRestore(plan({ ledgers }))).toEqual({ ledger: ledgers[1] });
  });

  it('refuses a ledger that is older than the content, by its time or by its position, and none at all', () => {
    expect(refusals({ ledgers: [ledger('2026-11-25T11:59:00.000Z', 7)] })).toEqual([expect.stringContaining('would be shown again')]);
    expect(refusals({ ledgers: [ledger('2026-11-25T12:59:00.000Z', 6)] })).toEqual([expect.stringContaining('position 6')]);
    expect(refusals({ ledgers: [] })).toEqual([expect.stringContaining('no ledger of holds')]);
  });

  it('refuses another shape of the tables, either way, with what to do', () => {
    expect(refusals({ migrations: [migration('001')] })).toEqual([expect.stringMatching(/database has not \(rights 002\): run the migrations/)]);
    expect(refusals({ migrations: [...manifest.migrations, migration('003')] })).toEqual([expect.stringMatching(/backup has not \(rights 003\): migrate a new database with the version/)]);
    expect(refusals({ migrations: [migration('001'), migration('002', 'edited')] })).toHaveLength(2);
  });

  it('says all that is wrong at once', () => {
    expect(refusals({ damaged: ['ingest.item.copy.gz'], occupied: ['ingest.item'], ledgers: [] })).toHaveLength(3);
  });
});
