import { Injectable } from '@nestjs/common';
import { Metrics, type Sample } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

const selectOpen = `
select
  (select seq from ledger)::float8 as seq,
  (select count(*) from takedown_case where closed_at is null)::float8 as cases,
  (select count(*) from timer where done_at is null and due_at < now())::float8 as timers`;
const selectHolds = 'select class, count(*)::float8 as count from hold where not lifted group by class';
const selectCopies = `
select state, count(*)::float8 as count, coalesce(max(extract(epoch from now() - at)), 0)::float8 as "oldestSeconds"
from recalled_copy where state in ('owed', 'sent', 'delivered', 'overdue', 'unreachable') group by state`;

const everyMs = 15_000;

/** Open cases, standing holds, and copies that are not proven gone. Read when somebody asks for the metrics. */
@Injectable()
export class RightsReadings {
  constructor(
    private readonly dataSource: DataSource,
    metrics: Metrics,
  ) {
    metrics.readAtScrape({
      name: 'rights-open',
      everyMs,
      gauges: {
        wiredesk_hold_ledger_seq: { help: 'Position of the newest hold or lift.' },
        wiredesk_holds: { help: 'Holds that stand, by class.', labels: ['class'] },
        wiredesk_cases_open: { help: 'Takedown cases that are not closed.' },
        wiredesk_case_timers_overdue: { help: 'Legal time limits that have passed and were not acted on yet.' },
        wiredesk_recall_copies_open: { help: 'Copies under a hold that are not proven gone, by state.', labels: ['state'] },
        wiredesk_recall_copies_open_oldest_seconds: { help: 'How long ago the oldest of them changed its state.', labels: ['state'] },
      },
      ask: () => this.ask(),
    });
  }

  private async ask(): Promise<Sample[]> {
    const [open] = (await this.dataSource.query(selectOpen)) as { seq: number; cases: number; timers: number }[];
    const holds = (await this.dataSource.query(selectHolds)) as { class: string; count: number }[];
    const copies = (await this.dataSource.query(selectCopies)) as { state: string; count: number; oldestSeconds: number }[];
    if (!open) return [];
    return [
      { name: 'wiredesk_hold_ledger_seq', value: open.seq },
      { name: 'wiredesk_cases_open', value: open.cases },
      { name: 'wiredesk_case_timers_overdue', value: open.timers },
      ...holds.map((row): Sample => ({ name: 'wiredesk_holds', labels: { class: row.class }, value: row.count })),
      ...copies.flatMap((row): Sample[] => [
        { name: 'wiredesk_recall_copies_open', labels: { state: row.state }, value: row.count },
        { name: 'wiredesk_recall_copies_open_oldest_seconds', labels: { state: row.state }, value: Math.max(0, row.oldestSeconds) },
      ]),
    ];
  }
}
