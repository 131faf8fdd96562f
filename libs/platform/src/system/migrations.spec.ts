import { migrationState } from './migrations.decide.js';

const applied = [{ name: '001-a', appliedAt: '2026-11-24T08:00:00.000Z' }, { name: '002-b', appliedAt: '2026-11-24T08:00:01.000Z' }];

it('names what this build would add, and what only a newer build knows', () => {
  expect(migrationState(applied, [{ name: '001-a' }, { name: '003-c' }])).toEqual({ applied, pending: ['003-c'], unknown: ['002-b'] });
  expect(migrationState(applied, [{ name: '001-a' }, { name: '002-b' }])).toMatchObject({ pending: [], unknown: [] });
});

it('says that it does not know rather than that nothing is pending', () => {
  expect(migrationState(applied, undefined)).toEqual({ applied, pending: null, unknown: [] });
});
