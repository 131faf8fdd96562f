import { Injectable } from '@nestjs/common';
import { Metrics, type Sample } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

/** Three partial indexes: what is delivered, failed or superseded is not looked at. */
const selectDeliveries = `
select lane, state, count(*)::float8 as count, coalesce(max(extract(epoch from now() - due_at)), 0)::float8 as "oldestSeconds"
from delivery where state = 'due' group by lane, state
union all select lane, state, count(*)::float8, 0 from delivery where state = 'sending' and lease_until is not null group by lane, state
union all select lane, state, count(*)::float8, 0 from delivery where state = 'held' group by lane, state`;
const selectSubscribers = 'select state, count(*)::float8 as count from subscriber group by state';
const selectWaiting = `
select
  (select count(*) from change_to_deliver)::float8 as changes,
  (select count(*) from recall where step = 0)::float8 as untold,
  (select count(*) from recall where look_at is not null)::float8 as unseen,
  (select coalesce(max(extract(epoch from now() - owed_at)), 0) from recall where look_at is not null)::float8 as "unseenSeconds",
  (select count(*) from hold where not swept)::float8 as holds`;

interface Waiting {
  readonly changes: number;
  readonly untold: number;
  readonly unseen: number;
  readonly unseenSeconds: number;
  readonly holds: number;
}

const everyMs = 10_000;

/** What is on its way to subscribers, and what is still to be proven gone. Read when somebody asks for the metrics. */
@Injectable()
export class PublishReadings {
  constructor(
    private readonly dataSource: DataSource,
    metrics: Metrics,
  ) {
    metrics.readAtScrape({
      name: 'deliveries',
      everyMs,
      gauges: {
        wiredesk_deliveries: { help: 'Deliveries that are not finished; lane 0 are removals.', labels: ['lane', 'state'] },
        wiredesk_delivery_oldest_due_seconds: { help: 'How long the delivery that was due first is overdue.', labels: ['lane'] },
        wiredesk_subscribers: { help: 'Subscribers by state.', labels: ['state'] },
      },
      ask: () => this.deliveries(),
    });
    metrics.readAtScrape({
      name: 'recalls',
      everyMs,
      gauges: {
        wiredesk_changes_to_deliver: { help: 'Changes that are public and not yet in anybody\'s queue.' },
        wiredesk_recall_untold: { help: 'Copies that became owed and of which rights was not told yet.' },
        wiredesk_recall_places_unseen: { help: 'Places of ours that were not yet seen without what must be gone.' },
        wiredesk_recall_places_unseen_oldest_seconds: { help: 'How long the oldest of them has been owed.' },
        wiredesk_holds_unswept: { help: 'Holds and lifts whose articles are still being gone through.' },
      },
      ask: () => this.recalls(),
    });
  }

  private async deliveries(): Promise<Sample[]> {
    const rows = (await this.dataSource.query(selectDeliveries)) as { lane: number; state: string; count: number; oldestSeconds: number }[];
    const subscribers = (await this.dataSource.query(selectSubscribers)) as { state: string; count: number }[];
    return [
      ...rows.map(({ lane, state, count }): Sample => ({ name: 'wiredesk_deliveries', labels: { lane: String(lane), state }, value: count })),
      ...rows.filter(({ state }) => state === 'due').map(({ lane, oldestSeconds }): Sample => ({ name: 'wiredesk_delivery_oldest_due_seconds', labels: { lane: String(lane) }, value: Math.max(0, oldestSeconds) })),
      ...subscribers.map(({ state, count }): Sample => ({ name: 'wiredesk_subscribers', labels: { state }, value: count })),
    ];
  }

  private async recalls(): Promise<Sample[]> {
    const [waiting] = (await this.dataSource.query(selectWaiting)) as Waiting[];
    if (!waiting) return [];
    return [
      { name: 'wiredesk_changes_to_deliver', value: waiting.changes },
      { name: 'wiredesk_recall_untold', value: waiting.untold },
      { name: 'wiredesk_recall_places_unseen', value: waiting.unseen },
      { name: 'wiredesk_recall_places_unseen_oldest_seconds', value: Math.max(0, waiting.unseenSeconds) },
      { name: 'wiredesk_holds_unswept', value: waiting.holds },
    ];
  }
}
