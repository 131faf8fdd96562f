import { Injectable } from '@nestjs/common';
import { Metrics } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

/** Seconds from the notice (or, without one, from the hold) until the hold stood, and until `at`. */
const selectDark = `
select greatest(extract(epoch from dark.at - coalesce(takedown_case.opened_at, (state::jsonb ->> 'placedAt')::timestamptz)), 0)::float8 as seconds
from unnest($1::uuid[], $2::timestamptz[]) as dark (hold_id, at) join hold using (hold_id) left join takedown_case using (case_id)`;
const selectHeld = `
select greatest(extract(epoch from (state::jsonb ->> 'placedAt')::timestamptz - opened_at), 0)::float8 as seconds
from hold join takedown_case using (case_id) where hold_id = any($1::uuid[])`;
/** Of holds whose every copy is proven gone: when the last one was. */
const selectProven = `
select greatest(extract(epoch from max(copy.at) - coalesce(takedown_case.opened_at, (hold.state::jsonb ->> 'placedAt')::timestamptz)), 0)::float8 as seconds
from recalled_copy copy join hold using (hold_id) left join takedown_case using (case_id)
where hold_id = any($1::uuid[]) and not hold.lifted
group by hold_id, takedown_case.opened_at, hold.state having bool_and(copy.state in ('acknowledged', 'verified_gone'))`;

const holdsNotedMax = 2_000;
const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400, 604_800];

/**
 * The clock of a takedown: from the notice until the hold stood, until the first page was dark, until the last copy was
 * proven gone. What is noted along the way is looked up when somebody asks for the metrics, so that no takedown waits
 * for its own clock. A hold that draws in further copies later is counted each time its last one is gone.
 */
@Injectable()
export class TakedownTimes {
  private readonly dark = new Map<string, string>();
  /** Holds of this process whose first dark article was counted, the newest ones. */
  private readonly counted = new Set<string>();
  private readonly told = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    metrics: Metrics,
  ) {
    const seconds = metrics.histogram('wiredesk_takedown_seconds', 'From the notice until the hold stood (held), an article was dark (dark), every copy was proven gone (proven).', ['step'], secondsBuckets);
    for (const step of ['held', 'dark', 'proven']) seconds.zero({ step });
    metrics.readAtScrape({
      name: 'takedown-times',
      gauges: {},
      ask: async () => {
        for (const { step, value } of await this.take()) seconds.observe({ step }, value);
        return [];
      },
    });
  }

  /** An article went dark under a hold; `at` in RFC 3339. */
  noteDark(holdId: string, at: string): void {
    if (this.dark.size >= holdsNotedMax || this.counted.has(holdId)) return;
    if (this.counted.size >= holdsNotedMax) for (const oldest of [...this.counted].slice(0, holdsNotedMax / 2)) this.counted.delete(oldest);
    this.counted.add(holdId);
    this.dark.set(holdId, at);
  }

  /** A copy under a hold was proven gone, perhaps the last one. */
  noteProven(holdId: string): void {
    if (this.told.size < holdsNotedMax) this.told.add(holdId);
  }

  private async take(): Promise<{ step: string; value: number }[]> {
    const dark = [...this.dark];
    const told = [...this.told];
    const darkIds = dark.map(([holdId]) => holdId);
    const found = [
      ...(await this.ask('held', selectHeld, darkIds)),
      ...(await this.ask('dark', selectDark, darkIds, [dark.map(([, at]) => at)])),
      ...(await this.ask('proven', selectProven, told)),
    ];
    for (const holdId of darkIds) this.dark.delete(holdId);
    for (const holdId of told) this.told.delete(holdId);
    return found;
  }

  private async ask(step: string, sql: string, holdIds: readonly string[], more: readonly unknown[] = []): Promise<{ step: string; value: number }[]> {
    if (holdIds.length === 0) return [];
    const rows = (await this.dataSource.query(sql, [holdIds, ...more])) as { seconds: number }[];
    return rows.map((row) => ({ step, value: row.seconds }));
  }
}
