import { findingsOf } from './findings.decide.js';
import type { SystemOf } from './system-answers.js';

const well: SystemOf = {
  service: 'rights', version: '1.0.0', node: '24.0.0', host: 'h', startedAt: '2026-11-24T08:00:00.000Z', memoryBytes: 1,
  migrations: { applied: [{ name: '001', appliedAt: '2026-11-24T08:00:00.000Z' }], pending: [], unknown: [] },
  database: { version: '18.0', sizeBytes: 1, isReplica: false, connections: 40, connectionsMax: 100, clockDifferenceMs: -900 },
  disk: { freeBytes: 50, totalBytes: 100 },
};

it('has nothing to say of what is well, nor of migrations that are not known', () => {
  expect(findingsOf(well, '1.0.0')).toEqual([]);
  expect(findingsOf({ ...well, migrations: { ...well.migrations, pending: null } }, '1.0.0')).toEqual([]);
});

it('names what is not', () => {
  const ill: SystemOf = { ...well, migrations: { applied: [], pending: ['002'], unknown: ['009'] }, database: { ...well.database, connections: 81, clockDifferenceMs: -1_001, isReplica: true }, disk: { freeBytes: 9, totalBytes: 100 } };
  expect(findingsOf(ill, '1.0.1')).toEqual([
    { finding: 'pending', about: '002' }, { finding: 'unknown-migrations', about: '009' }, { finding: 'clock', about: '-1001 ms' }, { finding: 'disk', about: '9 %' }, { finding: 'connections', about: '81 / 100' }, { finding: 'replica', about: '' }, { finding: 'version', about: '1.0.0' },
  ]);
});
