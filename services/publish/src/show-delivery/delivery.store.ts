import type { DataSource } from 'typeorm';

import type { ClaimedDelivery, DeliveredArticle, DueDelivery } from '../deliver/delivery.js';
import type { TransmitterSettings } from '../transmit/settings.js';

/** A delivery with where it goes, as it is kept. */
export interface KeptDelivery extends DueDelivery {
  readonly state: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly transmitter: TransmitterSettings;
  readonly supersedes: readonly number[];
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly last_answer: string | null;
  readonly last_ms: number | null;
  readonly finished_at: Date | null;
}

const selectDelivery = `
select d.id, d.subscriber_id, d.item_id, d.publication, d.type, d.sequence::text, d.attempts, d.hold_id, d.ack_token, d.detail, d.created_at, d.state, d.last_status, d.last_error, d.last_answer, d.last_ms, d.finished_at,
  s.url, s.headers, s.transmitter, array(select o.sequence::int from delivery o where o.superseded_by = d.id and o.sequence is not null order by 1) as supersedes
from delivery d join subscriber s on s.id = d.subscriber_id where d.id = $1`;
const selectArticle = `
select item_id, source_id, story_id, relation, upstream_url, upstream_url_key, terms, title, abstract, credit, language, categories, published_at, published_precision, publication, state,
  shown_revision, changed_at, down_cause, down_status
from article where item_id = $1`;

export const readDelivery = async (dataSource: DataSource, id: string): Promise<KeptDelivery | undefined> => ((await dataSource.query(selectDelivery, [id])) as KeptDelivery[])[0];
export const readArticle = async (dataSource: DataSource, itemId: string): Promise<DeliveredArticle | undefined> => ((await dataSource.query(selectArticle, [itemId])) as DeliveredArticle[])[0];

/** As the worker had it that sent it, but for the secrets: nothing is signed here. */
export const asClaimed = (row: KeptDelivery, article: DeliveredArticle | undefined): ClaimedDelivery => ({
  row,
  attempt: row.attempts,
  sequence: Number(row.sequence ?? 0),
  supersedes: row.supersedes,
  endpoint: { id: row.subscriber_id, url: row.url, headers: row.headers, sequence: row.sequence ?? '0', failures: 0, transmitter: row.transmitter, secrets: [] },
  article,
});
