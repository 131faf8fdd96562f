import type { SystemOf } from './system-answers.js';

/** What is not as it should be in what a service says of itself; the key of a sentence, and what it is about. */
export interface Finding {
  readonly finding: 'pending' | 'unknown-migrations' | 'clock' | 'disk' | 'connections' | 'version' | 'replica';
  readonly about: string;
}

/** Deadlines and leases of several services meet in one database: more than this between the clocks is told. */
const clockDifferenceMaxMs = 1_000;
const diskFreeMin = 0.1;
const connectionsShareMax = 0.8;

/** Judges one service beside the version that this console is of. */
export const findingsOf = (system: SystemOf, consoleVersion: string): Finding[] => {
  const findings: Finding[] = [];
  const { migrations, database, disk } = system;
  if ((migrations.pending ?? []).length > 0) findings.push({ finding: 'pending', about: (migrations.pending ?? []).join(', ') });
  if (migrations.unknown.length > 0) findings.push({ finding: 'unknown-migrations', about: migrations.unknown.join(', ') });
  if (Math.abs(database.clockDifferenceMs) > clockDifferenceMaxMs) findings.push({ finding: 'clock', about: `${database.clockDifferenceMs} ms` });
  if (disk.freeBytes < disk.totalBytes * diskFreeMin) findings.push({ finding: 'disk', about: `${Math.round((100 * disk.freeBytes) / disk.totalBytes)} %` });
  if (database.connections > database.connectionsMax * connectionsShareMax) findings.push({ finding: 'connections', about: `${database.connections} / ${database.connectionsMax}` });
  if (database.isReplica) findings.push({ finding: 'replica', about: '' });
  if (system.version !== consoleVersion) findings.push({ finding: 'version', about: system.version });
  return findings;
};
