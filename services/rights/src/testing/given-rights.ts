import { contentStoreMigrations, putBodies } from '@wiredesk/content-store';
import type { Article } from '@wiredesk/content';
import { outgoing, topics, type EventData, type EventType, type OutgoingEvent } from '@wiredesk/contracts';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { uuidv7, type Clock, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { migrations } from '../migrations/index.js';
import { rights } from '../rights.module.js';

export interface SentEvent {
  readonly type: EventType;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is not. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface TakenTarget {
  readonly url: string | null;
  readonly state: string;
  readonly scope: string;
  readonly itemId: string | null;
  readonly holdId: string | null;
  readonly note: string | null;
}

export interface Taken {
  readonly case: { readonly number: string; readonly url: string; readonly token: string; readonly regime: string; readonly missing: readonly string[] };
  readonly targets: readonly TakenTarget[];
}

/** Address of the portal that test notices name. */
export const portal = 'http://portal.example';
export const receivedAt = '2026-11-24T08:31:02.117Z';

/** rights as it is deployed, on real Postgres and Kafka, with what it says on its topics. */
export class GivenRights {
  readonly events: SentEvent[] = [];
  private readonly services: RunningService[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly kafka: TestKafka,
    private readonly content: DataSource,
  ) {}

  static async start(options: { environment?: Readonly<Record<string, string>>; clock?: Clock } = {}): Promise<GivenRights> {
    const database = await testDatabase({ schema: 'rights', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
    const content = await createDataSource({ url: database.adminUrl, schema: 'content', applicationName: 'test writer' });
    const given = new GivenRights(database, await testKafka(), content);
    await given.startReplica(options);
    for (const topic of [topics.clearances, topics.holds]) await given.follow(topic);
    return given;
  }

  /** One more process of the service on the same database; returns where it answers. */
  async startReplica(options: { environment?: Readonly<Record<string, string>>; clock?: Clock } = {}): Promise<string> {
    const service = await startTestService({
      definition: rights,
      database: this.database,
      kafka: this.kafka,
      environment: { PORTAL_PUBLIC_URL: portal, DEFAULT_REGIME: 'US_512', ...options.environment },
      ...(options.clock ? { clock: options.clock } : {}),
    });
    this.services.push(service);
    return service.url;
  }

  /** Stops every process of the service; the database and Kafka go on. */
  async stopReplicas(): Promise<void> {
    for (const service of this.services.splice(0)) await service.stop();
  }

  async close(): Promise<void> {
    await this.stopReplicas();
    await this.content.destroy();
    await this.kafka.close();
    await this.database.close();
  }

  get service(): RunningService {
    const [first] = this.services;
    if (!first) throw new Error('no replica was started');
    return first;
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.dataSource.query(sql, parameters);
  }

  async call(method: string, path: string, options: { token?: string; headers?: Record<string, string>; body?: string | object; base?: string } = {}): Promise<Answer> {
    const { body } = options;
    const response = await fetch(`${options.base ?? this.service.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  }

  officer(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call(method, path, { token: testTokens['rights-officer'], headers, ...(body === undefined ? {} : { body }) });
  }

  /** Says something in another service's place. */
  send(...events: OutgoingEvent[]): Promise<void> {
    return this.service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  }

  /** Tells the licence of a source; without one everything is granted. */
  async grant(sourceId: string, licence: unknown = null): Promise<Answer> {
    return this.call('PUT', `/v1/sources/${sourceId}/grant`, { token: testTokens.service, body: { name: `Source ${sourceId}`, licence } });
  }

  /** An item that rights knows and has answered. */
  async item(sourceId: string, change: Partial<EventData<'item.received'>> = {}): Promise<string> {
    const itemId = change.itemId ?? uuidv7();
    await this.send(received(itemId, sourceId, change));
    await eventually(async () => expect(await this.query('select from item where item_id = $1', [itemId])).toHaveLength(1));
    return itemId;
  }

  async placed(itemId: string, storyId: string, change: Partial<EventData<'item.placed'>> = {}): Promise<void> {
    const placement = change.placement ?? 1;
    await this.send(
      event('item.placed', {
        itemId, sourceId: 's1', revision: 1, storyId, relation: 'original', canonical: true, canonicalItemId: itemId, relatedTo: null, j: 0, c: 0, decidedBy: 'alone', withdrawn: false, placedAt: receivedAt, ...change, placement,
      }),
    );
    await eventually(async () => expect(await this.query('select from item_story where item_id = $1 and placement >= $2', [itemId, placement])).toHaveLength(1));
  }

  async body(itemId: string, title: string): Promise<void> {
    const article: Article = { title, bodyHtml: `<p>${title}</p>`, bodyText: title, language: 'en', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: {}, warnings: [] };
    await inTransaction(this.content, (tx) => putBodies(tx, [{ itemId, revision: 1, language: 'en', article }]));
  }

  async takedown(body: object, headers: Record<string, string> = {}): Promise<Taken> {
    const answer = await this.call('POST', '/v1/takedowns', { body, headers });
    if (answer.status !== 202) throw new Error(`not taken: ${answer.status} ${answer.text}`);
    return answer.json as unknown as Taken;
  }

  /** What Kafka has under a key, in order. */
  eventsOf(key: string | null): SentEvent[] {
    return this.events.filter((one) => one.key === key);
  }

  /** Holds of the ledger that no lift ended. */
  async standing(): Promise<Readonly<Record<string, unknown>>[]> {
    const { json } = await this.call('GET', '/v1/holds', { token: testTokens.service });
    return (json['holds'] as Record<string, unknown>[]).filter((hold) => hold['lift'] === null);
  }

  private async follow(topic: string): Promise<void> {
    await this.kafka.broker.consume({
      group: `${this.kafka.prefix}given.${topic}`,
      topic: this.kafka.prefix + topic,
      commits: false,
      partitionsAtOnce: 1,
      onGone: (error) => {
        throw error;
      },
      onBatch: async (batch, control) => {
        for (const message of batch.messages) {
          this.events.push({ type: message.headers['ce_type'] as EventType, key: message.key, data: JSON.parse(message.value) as SentEvent['data'] });
          control.done(message.offset);
        }
      },
    });
  }
}

const jsonOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

export const event = <T extends EventType>(type: T, data: EventData<T>): OutgoingEvent => outgoing(type, data, { id: uuidv7(), time: receivedAt });

export const received = (itemId: string, sourceId: string, change: Partial<EventData<'item.received'>> = {}): OutgoingEvent =>
  event('item.received', {
    itemId, sourceId, guid: itemId, revision: 1, upstreamVersion: null, change: 'new', receiptId: itemId, contentHash: 'aa', language: 'en', url: `https://up.example/${itemId}`,
    publishedAt: receivedAt, publishedPrecision: 'instant', receivedAt, embargoedUntil: null, expiresAt: null, categories: [], reprintReserved: false, ...change,
  });

export const withdrawn = (itemId: string, sourceId: string, revision: number): OutgoingEvent =>
  event('item.withdrawn', { itemId, sourceId, guid: itemId, revision, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: receivedAt });

/** A notice that has all that 17 USC 512(c)(3)(A) asks for. */
export const notice = (urls: readonly string[], change: Readonly<Record<string, unknown>> = {}): object => ({
  type: 'copyright',
  regime: 'US_512',
  claimant: { name: 'Ada Holder', role: 'owner', email: 'ada@holder.example', address: '1 Mill Lane, Northfield', phone: '+1 555 0100' },
  works: [{ title: 'The original', urls: ['https://holder.example/original'] }],
  targets: urls.map((url) => ({ url })),
  scope: 'item',
  statements: { goodFaith: true, accuracy: true, authorityUnderPerjury: true },
  signature: 'Ada Holder',
  ...change,
});
