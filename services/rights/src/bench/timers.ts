import type { GivenRights } from '../testing/given-rights.js';
import { notice } from '../testing/given-rights.js';
import { percentile, type Figure } from './figures.js';

const dueSoon = 300;
const spreadMs = 10_000;
const waitMsMax = 60_000;

/**
 * How late timers fire, with so many open ones, in a process that was started after they were made: those of real targets
 * that fall due within ten seconds, among a million that do not.
 */
export const measureTimers = async (given: GivenRights, open: number): Promise<Figure[]> => {
  const taken = await given.takedown(notice(Array.from({ length: dueSoon }, (_, i) => `https://timers.example/${i}`)));
  const [one] = await given.query<{ case_id: string }>('select case_id from takedown_case where number = $1', [taken.case.number]);
  await given.query(
    `insert into timer (timer_id, case_id, target_id, kind, due_at, calendar)
     select gen_random_uuid(), $1, gen_random_uuid(), 'window', now() + interval '1 day' + n * interval '10 milliseconds', 'bench' from generate_series(1, $2) as n`,
    [one?.case_id, open],
  );
  await given.query('analyze timer');
  await given.stopReplicas();
  await given.query(`update timer set due_at = clock_timestamp() + interval '5 seconds' + random() * $2 * interval '1 millisecond' where case_id = $1 and kind = 'review'`, [one?.case_id, spreadMs]);
  const startedAt = performance.now();
  await given.startReplica();
  const upAfterMs = performance.now() - startedAt;
  const late = async (): Promise<number[]> => (await given.query<{ late: number }>(`select extract(epoch from done_at - due_at)::float8 * 1000 as late from timer where case_id = $1 and kind = 'review' and done_at is not null`, [one?.case_id])).map((row) => row.late);
  let fired: number[] = [];
  for (const until = performance.now() + waitMsMax; fired.length < dueSoon && performance.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    fired = await late();
  }
  if (fired.length < dueSoon) throw new Error(`only ${fired.length} of ${dueSoon} timers fired within ${waitMsMax} ms`);
  const what = `timers, ${open.toLocaleString('en')} open, after a restart`;
  return [
    { what: `${what}: the service is up`, measured: upAfterMs, target: null, unit: 'ms' },
    { what: `${what}: fired after they were due, p50`, measured: percentile(fired, 0.5), target: null, unit: 'ms' },
    { what: `${what}: the latest`, measured: Math.max(...fired), target: 1_000, unit: 'ms' },
  ];
};
