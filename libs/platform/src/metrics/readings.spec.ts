import { Metrics } from './metrics.js';
import { Readings, type Sample } from './readings.js';

const gauges = { wiredesk_test_rows: { help: 'Rows.', labels: ['state'] } };
const rows = (state: string, value: number): Sample => ({ name: 'wiredesk_test_rows', labels: { state }, value });

describe('readings at a scrape', () => {
  const given = (answers: (readonly Sample[] | Error)[]) => {
    const metrics = new Metrics('test');
    let nowMs = 0;
    let asked = 0;
    const failed: string[] = [];
    const readings = new Readings(metrics, (reading, error) => failed.push(`${reading}: ${(error as Error).message}`), () => nowMs);
    readings.add({
      name: 'rows',
      gauges,
      everyMs: 1,
      ask: async () => {
        const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
        asked += 1;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    const shown = async (): Promise<string[]> => {
      await readings.refresh();
      return (await metrics.registry.getSingleMetricAsString('wiredesk_test_rows')).split('\n').filter((line) => line.startsWith('wiredesk'));
    };
    return { shown, asked: () => asked, later: (ms: number) => (nowMs += ms), metrics, failed };
  };

  it('are asked once in five seconds, however many ask and however short a time was wished', async () => {
    const { shown, asked, later } = given([[rows('due', 1)], [rows('due', 2)]]);
    await Promise.all([shown(), shown(), shown()]);
    later(4_999);
    expect(await shown()).toEqual(['wiredesk_test_rows{state="due",service="test"} 1']);
    expect(asked()).toBe(1);
    later(1);
    expect(await shown()).toEqual(['wiredesk_test_rows{state="due",service="test"} 2']);
  });

  it('show what was answered last, and nothing that is no longer answered', async () => {
    const { shown, later } = given([[rows('due', 1), rows('held', 3)], [rows('held', 2)]]);
    expect(await shown()).toHaveLength(2);
    later(5_000);
    expect(await shown()).toEqual(['wiredesk_test_rows{state="held",service="test"} 2']);
  });

  it('show no old values where they fail, and say that', async () => {
    const { shown, later, metrics, failed } = given([[rows('due', 1)], new Error('the database is away')]);
    await shown();
    later(5_000);
    expect(await shown()).toEqual([]);
    expect(await metrics.registry.getSingleMetricAsString('wiredesk_reading_failures_total')).toContain('wiredesk_reading_failures_total{reading="rows",service="test"} 1');
    expect(failed).toEqual(['rows: the database is away']);
  });
});
