import { testDatabase, type TestDatabase } from '@wiredesk/testing';

import { migrations } from '../migrations/index.js';
import { AuditTrail } from './audit-trail.js';
import { readActs } from './audit.store.js';

describe('the audit log, on real Postgres', () => {
  let database: TestDatabase;
  let nowMs = Date.parse('2026-11-25T10:00:00Z');
  const who = { actor: 'console:li.na', roles: ['editor'], address: '192.0.2.7' };
  const act = (name: string, target: string | null = 'a') => ({ act: name, target, details: { reason: 'because' } });

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
  });
  afterAll(() => database.close());

  const trail = (): AuditTrail => new AuditTrail(database.dataSource, { now: () => new Date((nowMs += 1_000)) });
  const actsOf = async (name: string) => (await readActs(database.dataSource, { act: name }, 10)).map(({ actor, target, outcome, outcomeDetail }) => [actor, target, outcome, outcomeDetail]);

  it('enters an act before it is done, and afterwards what came of it', async () => {
    await trail().record(who, act('one.do'), async () => {
      expect(await actsOf('one.do')).toEqual([['console:li.na', 'a', 'unknown', null]]);
    });
    expect(await actsOf('one.do')).toEqual([['console:li.na', 'a', 'done', null]]);
  });

  it('enters why an act was refused, and hands the refusal on', async () => {
    await expect(trail().record(who, act('two.do'), () => Promise.reject(new Error('no'.repeat(400))))).rejects.toThrow('nono');
    expect(await actsOf('two.do')).toEqual([['console:li.na', 'a', 'refused', 'no'.repeat(250)]]);
  });

  it('does nothing where it cannot enter the act', async () => {
    let done = false;
    await expect(trail().record({ ...who, actor: undefined as unknown as string }, act('three.do'), async () => void (done = true))).rejects.toThrow(/null value/);
    expect(done).toBe(false);
  });

  it.each(["update act set actor = 'x'", 'delete from act', 'truncate act cascade', "update act_outcome set outcome = 'done'", 'delete from act_outcome', 'truncate act_outcome'])('the service may not "%s"', async (statement) => {
    await expect(database.dataSource.query(statement)).rejects.toThrow(/permission denied/);
  });

  it('enters an outcome once', async () => {
    await trail().note(who, act('four.do'));
    const [one] = await readActs(database.dataSource, { act: 'four.do' }, 1);
    await expect(database.dataSource.query('insert into act_outcome (act_id, at, outcome) values ($1, now(), $2)', [one?.actId, 'refused'])).rejects.toThrow(/duplicate key/);
  });

  it('is filtered by all that is asked for, and read page by page without a gap', async () => {
    for (let n = 0; n < 5; n += 1) await trail().note({ ...who, actor: n % 2 ? 'console:b' : 'console:a' }, act('five.do', `t${n}`), n === 4 ? 'refused' : 'done');
    const targets = async (...args: Parameters<typeof readActs> extends [unknown, ...infer Rest] ? Rest : never) => (await readActs(database.dataSource, ...args)).map(({ target }) => target);
    expect(await targets({ act: 'five.', actor: 'console:a' }, 10)).toEqual(['t4', 't2', 't0']);
    expect(await targets({ act: 'five.', actor: 'console:a', outcome: 'refused' }, 10)).toEqual(['t4']);
    expect(await targets({ target: 't3' }, 10)).toEqual(['t3']);
    const all = await readActs(database.dataSource, { act: 'five.' }, 10);
    const [, second, , fourth] = all;
    if (!second || !fourth) throw new Error('five acts were entered');
    expect(await targets({ act: 'five.' }, 2, second)).toEqual(['t2', 't1']);
    expect(await targets({ act: 'five.', from: fourth.at, until: second.at }, 10)).toEqual(['t2', 't1']);
  });
});
