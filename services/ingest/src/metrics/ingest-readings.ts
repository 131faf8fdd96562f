import { Injectable } from '@nestjs/common';
import { Metrics, type Sample } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

/** Each an index range of what is open, and nothing of what is closed. */
const selectOpen = `
select
  (select count(*) from quarantine where closed_at is null)::float8 as quarantined,
  (select coalesce(max(extract(epoch from now() - quarantined_at)), 0) from quarantine where closed_at is null)::float8 as "quarantinedSeconds",
  (select count(*) from source_notice where delivered_at is null and given_up_at is null)::float8 as notices,
  (select count(*) from item_picture where sha256 is null and given_up_at is null)::float8 as pictures`;
const selectReviews = 'select kind, count(*)::float8 as count from review where closed_at is null group by kind';

/** Pushes whose time to the page is looked up at one scrape; of more, the first ones stand for all. */
const pushesNotedMax = 2_000;
/** `first_received_at` and the first time at which readers could see it, both told by the services' own clocks. */
const selectSeconds = `
select greatest(extract(epoch from progress.published_at - item.first_received_at), 0)::float8 as seconds
from item join item_progress progress on progress.item_id = item.id where item.id = any($1::uuid[]) and progress.published_at is not null`;

const secondsBuckets = [0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400];

/** What waits for a person or for an upstream, and how long a push took to the page. Read when somebody asks for the metrics. */
@Injectable()
export class IngestReadings {
  private readonly shown = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    metrics: Metrics,
  ) {
    const seconds = metrics.histogram('wiredesk_push_to_page_seconds', 'From the arrival of an item until readers could first see it; an embargo counts.', [], secondsBuckets);
    metrics.gauge('wiredesk_ingest_quiet_sources', 'Sources that have been silent for longer than they ever were.');
    metrics.readAtScrape({
      name: 'ingest-open',
      everyMs: 10_000,
      gauges: {
        wiredesk_ingest_quarantined: { help: 'Bodies that could not be read and wait for an operator.' },
        wiredesk_ingest_quarantined_oldest_seconds: { help: 'How long the oldest of them has waited.' },
        wiredesk_ingest_reviews: { help: 'What only a person can decide, by kind.', labels: ['kind'] },
        wiredesk_ingest_notices_waiting: { help: 'Notices to sources that are not delivered yet.' },
        wiredesk_ingest_pictures_waiting: { help: 'Pictures that items name and that are not fetched yet.' },
      },
      ask: () => this.open(),
    });
    metrics.readAtScrape({
      name: 'push-to-page',
      gauges: {},
      ask: async () => {
        for (const each of await this.secondsToPage()) seconds.observe(each);
        return [];
      },
    });
  }

  /** Articles were published for the first time; their times are looked up later, together. */
  noteShown(itemIds: readonly string[]): void {
    for (const itemId of itemIds) if (this.shown.size < pushesNotedMax) this.shown.add(itemId);
  }

  private async secondsToPage(): Promise<number[]> {
    const ids = [...this.shown];
    if (ids.length === 0) return [];
    const rows = (await this.dataSource.query(selectSeconds, [ids])) as { seconds: number }[];
    for (const id of ids) this.shown.delete(id);
    return rows.map((row) => row.seconds);
  }

  private async open(): Promise<Sample[]> {
    const [open] = (await this.dataSource.query(selectOpen)) as { quarantined: number; quarantinedSeconds: number; notices: number; pictures: number }[];
    const reviews = (await this.dataSource.query(selectReviews)) as { kind: string; count: number }[];
    if (!open) return [];
    return [
      { name: 'wiredesk_ingest_quarantined', value: open.quarantined },
      { name: 'wiredesk_ingest_quarantined_oldest_seconds', value: open.quarantinedSeconds },
      { name: 'wiredesk_ingest_notices_waiting', value: open.notices },
      { name: 'wiredesk_ingest_pictures_waiting', value: open.pictures },
      ...reviews.map(({ kind, count }): Sample => ({ name: 'wiredesk_ingest_reviews', labels: { kind }, value: count })),
    ];
  }
}
