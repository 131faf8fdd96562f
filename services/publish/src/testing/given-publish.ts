import { contentStoreMigrations, putBodies } from '@wiredesk/content-store';
import type { Article } from '@wiredesk/content';
import { outgoing, type EventData, type EventType, type OutgoingEvent, type ReceivedEvent } from '@wiredesk/contracts';
import { appendToOutbox } from '@wiredesk/messaging';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { uuidv7, type Clock, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { migrations } from '../migrations/index.js';
import { publish } from '../publish.module.js';
import { beating } from './lane-beats.js';
import { Program } from './program.js';
import { Sink } from './sink.js';

const at = '2026-11-24T08:31:02.117Z';
const articleOf = (title: string): Article => ({ title, bodyHtml: `<p>${title} text</p>`, bodyText: `${title} ${'and so on '.repeat(30)} text`, language: 'en', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: {}, warnings: [] });

/** Title of an article that `live` makes. It does not have the id in it: both are looked for on pages. */
export const titleOf = (itemId: string): string => `Title ${itemId.replaceAll('-', '')}`;

/** Id of the story in which `live` puts an article alone. */
export const storyIdOf = (itemId: string): string => `${itemId.slice(0, 24)}${[...itemId.slice(24)].reverse().join('')}`;

export interface GivenOptions {
  readonly sinks?: number;
  /** Other `host:port` that the service may call. */
  readonly allow?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly headers: Headers;
}

/** The publish service, real, with what other services would tell it, and with endpoints of subscribers. */
export class GivenPublish {
  readonly receipts: EventData<'receipt.changed'>[] = [];
  private holdSeq = 0;
  private readonly endBeats: () => Promise<void>;

  private constructor(
    readonly database: TestDatabase,
    readonly kafka: TestKafka,
    readonly writer: DataSource,
    readonly sinks: readonly Sink[],
    private readonly options: GivenOptions,
    public service: RunningService,
  ) {
    this.endBeats = beating(database.dataSource, () => this.holdSeq);
  }

  static async start(options: GivenOptions = {}): Promise<GivenPublish> {
    const database = await testDatabase({ schema: 'publish', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
    const writer = await createDataSource({ url: database.adminUrl, schema: 'content', applicationName: 'test writer' });
    const kafka = await testKafka();
    const sinks = await Promise.all(Array.from({ length: options.sinks ?? 1 }, () => Sink.listen()));
    const service = await GivenPublish.serve(database, kafka, sinks, options);
    const given = new GivenPublish(database, kafka, writer, sinks, options, service);
    given.followReceipts();
    return given;
  }

  private static serve(database: TestDatabase, kafka: TestKafka, sinks: readonly Sink[], options: GivenOptions): Promise<RunningService> {
    return startTestService({ definition: publish, database, kafka, environment: environmentOf(sinks, options), ...(options.clock ? { clock: options.clock } : {}) });
  }

  private followReceipts(): void {
    this.service.messaging.follower.follow({
      topic: 'wiredesk.receipts.v1',
      onEvents: (events: readonly ReceivedEvent[]) => {
        for (const event of events) if (event.type === 'receipt.changed') this.receipts.push(event.data);
      },
      onCaughtUp: () => undefined,
    });
  }

  /** Another replica over the same database and topics. */
  replica(): Promise<RunningService> {
    return GivenPublish.serve(this.database, this.kafka, this.sinks, this.options);
  }

  /** Ends the service, and runs the program in a process of its own instead; what it had to do goes on there. */
  async handOver(): Promise<Program> {
    await this.service.stop();
    return Program.start({ database: this.database, kafka: this.kafka, environment: environmentOf(this.sinks, this.options) });
  }

  /** Another service, after the one before has ended. */
  async serveAgain(): Promise<void> {
    this.service = await GivenPublish.serve(this.database, this.kafka, this.sinks, this.options);
  }

  sink(index = 0): Sink {
    const sink = this.sinks[index];
    if (!sink) throw new Error(`there are ${this.sinks.length} sinks`);
    return sink;
  }

  async close(): Promise<void> {
    await this.endBeats();
    await this.service.stop();
    await this.kafka.close();
    await this.writer.destroy();
    await this.database.close();
    await Promise.all(this.sinks.map((sink) => sink.close()));
  }

  send(...events: OutgoingEvent[]): Promise<void> {
    return this.service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  }

  /** Puts events where whatever runs on this database sends them from. */
  leave(...events: OutgoingEvent[]): Promise<void> {
    return inTransaction(this.database.dataSource, (tx) => appendToOutbox(tx, events, 'test'));
  }

  event<T extends EventType>(type: T, data: EventData<T>): OutgoingEvent {
    return outgoing(type, data, { id: uuidv7(), time: at });
  }

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.database.dataSource.query(sql, parameters) as Promise<Row[]>;
  }

  async call(method: string, path: string, options: { body?: unknown; token?: string | null; headers?: Readonly<Record<string, string>> } = {}): Promise<Reply> {
    const token = options.token === undefined ? testTokens.operator : options.token;
    const isText = typeof options.body === 'string';
    const answer = await fetch(`${this.service.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(options.body === undefined || isText ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(options.body === undefined ? {} : { body: isText ? (options.body as string) : JSON.stringify(options.body) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '') && !/ndjson/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, text, json: isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined, headers: answer.headers };
  }

  /** As a subscriber does that was told to remove something; what comes of it is seen elsewhere, or never, where the test is over. */
  acknowledge(ackUrl: string, copiesRemoved: number): void {
    this.call('POST', new URL(ackUrl).pathname, { token: null, body: { removedAt: new Date().toISOString(), copiesRemoved } }).catch(() => undefined);
  }

  /** A subscriber at a sink. */
  async subscriber(sink = 0, more: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; secret: string; token: string }> {
    const made = await this.call('POST', '/v1/subscribers', { body: { name: `Subscriber ${sink}`, url: this.sink(sink).url, ...more } });
    if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
    return made.json as { id: string; secret: string; token: string };
  }

  received(itemId: string, revision = 1, change: Partial<EventData<'item.received'>> = {}): OutgoingEvent {
    return this.event('item.received', {
      itemId, sourceId: 's1', guid: itemId, revision, upstreamVersion: null, change: revision === 1 ? 'new' : 'revised', receiptId: itemId, contentHash: 'aa', language: 'en', url: `https://up.example/${itemId}`,
      publishedAt: at, publishedPrecision: 'instant', receivedAt: at, embargoedUntil: null, expiresAt: null, categories: ['harbour', 'town'], reprintReserved: false, ...change,
    });
  }

  private placed(itemId: string, sourceId: string): OutgoingEvent {
    const storyId = storyIdOf(itemId);
    return this.event('item.placed', { itemId, sourceId, revision: 1, placement: 1, storyId, relation: 'original', canonical: true, canonicalItemId: itemId, relatedTo: null, j: 0, c: 0, decidedBy: 'alone', withdrawn: false, placedAt: at });
  }

  private cleared(itemId: string, sourceId: string): OutgoingEvent {
    return this.event('item.cleared', {
      itemId, sourceId, revision: 1, clearance: 1, grantId: itemId, channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false, clearedAt: at,
    });
  }

  /** Articles that became public; their titles are `titleOf` their ids. */
  async live(count = 1, change: Partial<EventData<'item.received'>> = {}): Promise<string[]> {
    const sourceId = change.sourceId ?? 's1';
    const ids = Array.from({ length: count }, () => uuidv7());
    await this.store(ids.map((itemId) => ({ itemId, revision: 1, title: titleOf(itemId) })));
    await this.send(...ids.flatMap((itemId) => [this.received(itemId, 1, change), this.placed(itemId, sourceId), this.cleared(itemId, sourceId)]));
    await this.until(count, 'select from article where item_id = any($1) and state = $2', [ids, 'live']);
    return ids;
  }

  async one(change: Partial<EventData<'item.received'>> = {}): Promise<string> {
    const [itemId] = await this.live(1, change);
    if (itemId === undefined) throw new Error('no article was made');
    return itemId;
  }

  /** The event of a revision whose body is in the store. */
  async revised(itemId: string, revision: number, change: Partial<EventData<'item.received'>> = {}): Promise<OutgoingEvent> {
    await this.store([{ itemId, revision, title: titleOf(itemId) }]);
    return this.received(itemId, revision, change);
  }

  async revise(itemId: string, revision: number): Promise<void> {
    await this.store([{ itemId, revision, title: `${titleOf(itemId)} as of ${revision}` }]);
    await this.send(this.received(itemId, revision));
    await this.until(1, 'select from article where item_id = $1 and shown_revision = $2', [itemId, revision]);
  }

  withdraw(itemId: string, revision: number): Promise<void> {
    return this.send(this.event('item.withdrawn', { itemId, sourceId: 's1', guid: itemId, revision, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: at }));
  }

  /** A legal hold, not yet sent. */
  hold(scope: EventData<'hold.placed'>['scope'], change: Partial<EventData<'hold.placed'>> = {}) {
    const holdId = uuidv7();
    const state = (): Omit<EventData<'hold.placed'>, 'lift'> => ({
      holdId, seq: (this.holdSeq += 1), class: 'legal', scope, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'copyright', law: '17 U.S.C. § 512(c)', caseNumber: 'WD-TEST', placedAt: at, placedBy: 'test',
      effectiveFrom: at, until: null, ...change,
    });
    const placed = (): OutgoingEvent => this.event('hold.placed', { ...state(), lift: null });
    const lifted = (): OutgoingEvent => this.event('hold.lifted', { ...state(), lift: { at, by: 'test', reason: 'test' } });
    return { holdId, placed, lifted, place: () => this.send(placed()), lift: () => this.send(lifted()) };
  }

  /** States that rights was told of a copy's surface, in their order. */
  told(holdId: string, surface: string, itemId?: string): { step: number; state: string }[] {
    return this.receipts
      .filter((data) => data.holdId === holdId && data.surface === surface && (itemId === undefined || data.itemId === itemId))
      .sort((a, b) => a.step - b.step)
      .map(({ step, state }) => ({ step, state }));
  }

  /** Waits until a query finds so many rows. Without the test runner's words: benchmarks use it, too. */
  private until(count: number, sql: string, parameters: unknown[]): Promise<void> {
    return eventually(async () => {
      const found = (await this.query(sql, parameters)).length;
      if (found !== count) throw new Error(`${found} rows and not ${count}: ${sql}`);
    }, { withinMs: 60_000 });
  }

  private async store(bodies: readonly { itemId: string; revision: number; title: string }[]): Promise<void> {
    await inTransaction(this.writer, (tx) => putBodies(tx, bodies.map(({ itemId, revision, title }) => ({ itemId, revision, language: 'en', article: articleOf(title) }))));
  }
}

const environmentOf = (sinks: readonly Sink[], options: GivenOptions): Readonly<Record<string, string>> => ({ RIGHTS_URL: 'http://127.0.0.1:9', OUTGOING_ALLOW: [...sinks.map((sink) => sink.hostPort), ...(options.allow ?? [])].join(','), ...options.environment });
