import { Module, type Type } from '@nestjs/common';
import type { Article } from '@wiredesk/content';
import { contentStoreMigrations, putBodies } from '@wiredesk/content-store';
import { outgoing, type EventData } from '@wiredesk/contracts';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka } from '@wiredesk/testing';

import type { ArticleRow } from '../../board/article.js';
import { Gate } from '../../hold-lane/gate.js';
import { HoldLaneModule } from '../../hold-lane/hold-lane.module.js';
import { migrations } from '../../migrations/index.js';
import { publishConfig } from '../../publish.config.js';
import { beating } from '../../testing/lane-beats.js';
import { PortalModule } from '../portal.module.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type HoldScope = EventData<'hold.placed'>['scope'];
type HoldChange = Partial<Pick<EventData<'hold.placed'>, 'httpStatus' | 'law' | 'caseNumber' | 'channels' | 'effectiveFrom' | 'class'>>;
export type RowChange = Partial<ArticleRow>;

const publishedAt = '2026-11-24T08:31:02.117Z';
export const portalUrl = 'https://news.example';
export const rightsUrl = 'https://rights.example';

/** An article whose text does not matter. */
export const anArticle = (change: Partial<Article> = {}): Article => ({
  title: 'A title', bodyHtml: '<p>First paragraph.</p><p>Second paragraph.</p>', bodyText: 'First paragraph.\nSecond paragraph.', language: 'en', categories: [], keywords: [], media: [],
  reprintReserved: false, hops: [], unknown: {}, warnings: [], published: { at: publishedAt, precision: 'instant' }, ...change,
});

const terms = { grantId: uuidv7(), channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false };

const insertRow = `
insert into article (item_id, source_id, revision, language, upstream_url, published_at, published_precision, received_at, sort_at, categories, title, abstract, image_url, credit, placement, story_id, relation,
  canonical, canonical_item_id, clearance, terms, publication, state, shown_revision, shown_categories, first_live_at, changed_at, down_cause, down_status, down_hold_id, due_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, $16, $17, $18, 1, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)`;
const insertListing = 'insert into listing (category, sort_at, item_id) select category, $2, $3 from unnest($1::text[]) as category';
const updateState = `
update article set state = $2, publication = publication + 1, changed_at = clock_timestamp(), down_cause = $3, down_status = $4, down_hold_id = $5, canonical_item_id = $6 where item_id = $1`;
const unlist = 'delete from listing where item_id = $1';

/** The portal and its feeds, without what fills the board: rows and holds are put there by the test, on real Postgres and Kafka. `isLaneSilent`: nobody says that the hold lane is alive. */
export const givenPortal = async (options: { modules?: Type[]; environment?: Readonly<Record<string, string>>; isLaneSilent?: boolean } = {}) => {
  @Module({ imports: [HoldLaneModule, PortalModule, ...(options.modules ?? [])] })
  class PortalAlone {}
  const database = await testDatabase({ schema: 'publish', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
  const writer = await createDataSource({ url: database.adminUrl, schema: 'content', applicationName: 'test writer' });
  const kafka = await testKafka();
  const release = async (): Promise<void> => {
    await kafka.close();
    await writer.destroy();
    await database.close();
  };
  const service: RunningService = await startTestService({
    definition: { name: 'publish', module: PortalAlone, config: publishConfig },
    database,
    kafka,
    environment: { RIGHTS_URL: 'http://127.0.0.1:9', PORTAL_PUBLIC_URL: portalUrl, RIGHTS_PUBLIC_URL: rightsUrl, ...options.environment },
  }).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const gate = service.app.get(Gate);
  await eventually(() => gate.assertFresh());
  let holdSeq = 0;
  const endBeats = options.isLaneSilent ? async () => undefined : beating(database.dataSource, () => holdSeq);

  const get = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Answer> => {
    const answer = await fetch(`${service.url}${path}`, { redirect: 'manual', headers, ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  /** An article that is live, with its row as lists know it and its body in the store. */
  const live = async (article: Partial<Article> = {}, change: RowChange = {}): Promise<string> => {
    const whole = anArticle(article);
    const itemId = change.item_id ?? uuidv7();
    const changedAt = change.changed_at ?? new Date(Date.now() - 60_000);
    const categories = change.categories ?? whole.categories.map((category) => category.code);
    const publishedTime = change.published_at === undefined ? new Date(whole.published?.at ?? publishedAt) : change.published_at;
    const sortAt = change.sort_at ?? publishedTime ?? changedAt;
    const revision = change.shown_revision ?? 1;
    const state = change.state ?? 'live';
    await inTransaction(writer, (tx) => putBodies(tx, [{ itemId, revision, language: whole.language, article: whole }]));
    await database.dataSource.query(insertRow, [
      itemId, change.source_id ?? 's1', revision, whole.language, whole.url ?? null, publishedTime, change.published_precision ?? whole.published?.precision ?? 'instant', changedAt, sortAt, categories, whole.title,
      change.abstract ?? whole.abstract ?? null, change.image_url ?? whole.media[0]?.url ?? null, whole.credit?.name ?? null, change.story_id ?? uuidv7(), change.relation ?? 'original', change.canonical ?? true,
      change.canonical_item_id ?? itemId, change.terms === undefined ? terms : { ...terms, ...change.terms }, change.publication ?? 1, state, revision, categories, change.first_live_at === undefined ? changedAt : change.first_live_at, changedAt,
      change.down_cause ?? null, change.down_status ?? null, change.down_hold_id ?? null, change.due_at ?? null,
    ]);
    if (state === 'live') await database.dataSource.query(insertListing, [categories, sortAt, itemId]);
    return itemId;
  };

  const takeDown = async (itemId: string, cause: string, status: number | null, more: { holdId?: string; canonicalItemId?: string } = {}): Promise<void> => {
    await database.dataSource.query(updateState, [itemId, 'down', cause, status, more.holdId ?? null, more.canonicalItemId ?? itemId]);
    await database.dataSource.query(unlist, [itemId]);
  };

  const sendHold = async (type: 'hold.placed' | 'hold.lifted', data: EventData<'hold.placed'> | EventData<'hold.lifted'>): Promise<void> => {
    const before = gate.version;
    await service.messaging.outbox.transaction(async (_tx, emit) => emit([outgoing(type, data as never, { id: uuidv7(), time: publishedAt })]));
    await eventually(() => {
      if (gate.version === before) throw new Error('the ledger does not have it yet');
    }, { everyMs: 2, withinMs: 60_000 });
  };

  /** Places a hold by the real lane; returns when this replica's ledger has it. The rows stay as they are. */
  const hold = async (scope: HoldScope, change: HoldChange = {}) => {
    const holdId = uuidv7();
    const state = {
      holdId, class: 'legal' as const, scope, channels: ['*'], territories: ['*'], httpStatus: 451 as const, reasonCode: 'copyright', law: null, caseNumber: null, placedAt: publishedAt, placedBy: 'test',
      effectiveFrom: publishedAt, until: null, ...change,
    };
    await sendHold('hold.placed', { ...state, seq: (holdSeq += 1), lift: null });
    return { holdId, lift: () => sendHold('hold.lifted', { ...state, seq: (holdSeq += 1), lift: { at: publishedAt, by: 'test', reason: 'test' } }) };
  };

  const close = async (): Promise<void> => {
    await endBeats();
    await service.stop();
    await release();
  };

  return { service, database, gate, get, live, takeDown, hold, close };
};

export type GivenPortal = Awaited<ReturnType<typeof givenPortal>>;
