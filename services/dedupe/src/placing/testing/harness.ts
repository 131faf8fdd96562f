import type { Article } from '@wiredesk/content';
import { contentStoreMigrations, putBodies } from '@wiredesk/content-store';
import type { EventData, OutgoingEvent } from '@wiredesk/contracts';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { testDatabase, type TestDatabase } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { KnownBoilerplate } from '../../boilerplate/known-boilerplate.js';
import { migrations } from '../../migrations/index.js';
import type { Arrival } from '../facts.decide.js';
import { readSeed } from '../fingerprinter.provider.js';
import { placeItems } from '../place-items.js';
import type { Withdrawal } from '../placement.store.js';

/** A database with the content store, and a role that may write bodies. */
export const dedupeDatabase = async (): Promise<{ database: TestDatabase; content: DataSource }> => {
  const database = await testDatabase({
    schema: 'dedupe',
    migrations,
    also: [
      { schema: 'content', migrations: contentStoreMigrations },
      { schema: 'ingest', migrations: [] },
    ],
  });
  const url = new URL(database.url);
  url.username = 'ingest';
  return { database, content: await createDataSource({ url: url.href, schema: 'ingest', applicationName: 'test', poolMax: 2 }) };
};

export const storeBodies = (content: DataSource, arrivals: readonly Arrival[]): Promise<void> =>
  inTransaction(content, (tx) =>
    putBodies(
      tx,
      arrivals.map(({ item, article }) => ({ itemId: item.itemId, revision: item.revision, language: 'und', article: article as Article })),
    ),
  );

export type Placement = EventData<'item.placed'>;

/** The real placing over a real database, chunk by chunk, without Kafka. */
export class Desk {
  private prints: Fingerprinter | undefined;
  readonly known: KnownBoilerplate;

  constructor(
    private readonly dataSource: DataSource,
    private readonly now: () => Date = () => new Date('2026-11-24T12:00:00.000Z'),
  ) {
    this.known = new KnownBoilerplate(dataSource);
  }

  async place(arrivals: readonly Arrival[], withdrawn: readonly Withdrawal[] = []): Promise<Placement[]> {
    this.prints ??= new Fingerprinter(await readSeed(this.dataSource));
    const { prints, now, known } = this;
    const events = await inTransaction(this.dataSource, (tx) => placeItems(tx, { received: arrivals.map((one) => one.item), withdrawn }, { prints, clock: { now }, boilerplateOf: (sourceId) => known.of(sourceId) }));
    return placementsOf(events);
  }

  /** As `World.stories`. */
  async stories(): Promise<string[]> {
    const rows = (await this.dataSource.query(
      `select string_agg(item_id || ' ' || relation || case when canonical_item_id = item_id then '*' else '' end, ', ' order by item_id) as story
       from item where story_id is not null group by story_id order by 1`,
    )) as { story: string }[];
    return rows.map((row) => row.story);
  }
}

export const placementsOf = (events: readonly OutgoingEvent[]): Placement[] => events.filter((event) => event.type === 'item.placed').map((event) => event.data as unknown as Placement);
