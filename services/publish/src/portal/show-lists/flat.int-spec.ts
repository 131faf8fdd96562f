import { contentStoreMigrations } from '@wiredesk/content-store';
import { testDatabase, type TestDatabase } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { fillBoard } from '../../bench/fill.js';
import { migrations } from '../../migrations/index.js';
import { readCategories, readNewest, readOfStory, readPictured, readSections } from './list.store.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe('the queries of the front page', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ schema: 'publish', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
  }, 60_000);
  afterAll(() => database.close());

  /** Rows that each query touches in tables and indexes, and which of them read a table from end to end. */
  const touched = async (): Promise<{ rows: Record<string, number>; wholeTables: string[] }> => {
    const rows: Record<string, number> = {};
    const wholeTables: string[] = [];
    const explaining = (name: string): DataSource =>
      ({
        query: async (sql: string, parameters: unknown[]) => {
          const [answer] = await database.dataSource.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(`explain (analyze, format json) ${sql}`, parameters);
          const scans = nodesOf(answer?.['QUERY PLAN'][0].Plan as Plan).filter((node) => node['Relation Name'] !== undefined);
          rows[name] = scans.reduce((sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'], 0);
          wholeTables.push(...scans.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => `${name}: ${node['Relation Name']}`));
          return [];
        },
      }) as unknown as DataSource;
    await readNewest(explaining('newest'), undefined, undefined, 60);
    await readNewest(explaining('newest of a category'), 'c3', undefined, 60);
    await readSections(explaining('sections'), ['c1', 'c2', 'c3'], 9);
    await readPictured(explaining('pictured'), 24);
    await readCategories(explaining('categories'), 300);
    await readOfStory(explaining('story'), '01934d0e-7000-7000-8000-000000000001', '01934d0e-7000-7000-8000-000000000002', 12);
    return { rows, wholeTables };
  };

  it('read as much of 48,000 live articles as is shown, and no table from end to end', async () => {
    await fillBoard(database.dataSource, 1, 48_000);
    const { rows, wholeTables } = await touched();
    expect(wholeTables).toEqual([]);
    // Categories are counted up to 500 each, of which there are 20; a list of n looks at n in the index and n in the table.
    expect(rows['categories']).toBeLessThan(20 * 500 + 100);
    for (const name of ['newest', 'newest of a category', 'sections', 'pictured', 'story']) expect({ name, isFew: (rows[name] ?? Number.POSITIVE_INFINITY) < 400, rows: rows[name] }).toMatchObject({ name, isFew: true });
  }, 120_000);
});
