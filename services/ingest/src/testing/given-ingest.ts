import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { contentStoreMigrations } from '@wiredesk/content-store';
import { outgoing, topics, type EventData, type EventType } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { ingest } from '../ingest.module.js';
import { migrations } from '../migrations/index.js';

/** A call that rights got. */
export interface GrantCall {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly name: string; readonly licence: unknown };
}

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
  readonly json: unknown;
}

/** An answer to a push that was accepted. */
export interface Accepted {
  readonly receipt: { readonly id: string; readonly url: string };
  readonly warnings?: readonly { readonly code: string }[];
  readonly items: readonly { readonly guid: string | null; readonly itemId: string | null; readonly outcome: string; readonly revision: number | null; readonly reason?: { readonly code: string; readonly detail: string }; readonly warnings?: readonly { readonly code: string }[] }[];
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** ingest as it is deployed, on real Postgres and Kafka; in place of rights something that takes grants. */
export class GivenIngest {
  /** What rights answers, changed by tests. */
  rightsStatus = 204;
  readonly grants: GrantCall[] = [];
  readonly events: SentEvent[] = [];
  private readonly services: RunningService[] = [];
  private rights: Server | undefined;
  private sources = 0;
  private listener: { stop(): Promise<void> } | undefined;

  private constructor(
    readonly database: TestDatabase,
    readonly kafka: TestKafka,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<GivenIngest> {
    const database = await testDatabase({ schema: 'ingest', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
    const given = new GivenIngest(database, await testKafka());
    await given.startRights();
    await given.startReplica(environment);
    given.listener = await given.kafka.broker.consume({
      group: `${given.kafka.prefix}given`,
      topic: given.kafka.prefix + topics.items,
      commits: false,
      partitionsAtOnce: 1,
      onGone: (error) => {
        throw error;
      },
      onBatch: async (batch, control) => {
        for (const message of batch.messages) {
          given.events.push({ type: message.headers['ce_type'] as EventType, key: message.key, data: JSON.parse(message.value) as SentEvent['data'] });
          control.done(message.offset);
        }
      },
    });
    return given;
  }

  /** One more process of the same service, on the same database; returns where it answers. */
  async startReplica(environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const { port } = this.rights?.address() as AddressInfo;
    const service = await startTestService({
      definition: ingest,
      database: this.database,
      kafka: this.kafka,
      environment: { RIGHTS_URL: `http://127.0.0.1:${port}`, ...environment },
    });
    this.services.push(service);
    return service.url;
  }

  async close(): Promise<void> {
    await this.listener?.stop();
    for (const service of this.services) await service.stop();
    this.rights?.closeAllConnections();
    this.rights?.close();
    await this.kafka.close();
    await this.database.close();
  }

  get service(): RunningService {
    const [first] = this.services;
    if (!first) throw new Error('no replica was started');
    return first;
  }

  get url(): string {
    return this.service.url;
  }

  async call(method: string, path: string, options: { token?: string; headers?: Record<string, string>; body?: string | Buffer | object; base?: string } = {}): Promise<Answer> {
    const { body } = options;
    const isJson = typeof body === 'object' && !(body instanceof Buffer);
    const response = await fetch(`${options.base ?? this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  }

  admin(method: string, path: string, body?: object): Promise<Answer> {
    return this.call(method, path, { token: testTokens.operator, ...(body === undefined ? {} : { body }) });
  }

  /** A new source; returns its id and key. */
  async source(settings: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; key: string; keyId: string }> {
    this.sources += 1;
    const answer = await this.admin('POST', '/v1/sources', { id: `source-${this.sources}`, name: `Source ${this.sources}`, ...settings });
    if (answer.status !== 201) throw new Error(`no source: ${answer.status} ${answer.text}`);
    return answer.json as { id: string; key: string; keyId: string };
  }

  push(source: { id: string; key: string }, body: string | Buffer | object, headers: Record<string, string> = {}, path = '', base?: string): Promise<Answer> {
    return this.call('POST', `/v1/sources/${source.id}/items${path}`, { token: source.key, headers, body, ...(base === undefined ? {} : { base }) });
  }

  /** Pushes what has to be accepted. */
  async accepted(source: { id: string; key: string }, body: string | Buffer | object, headers: Record<string, string> = {}): Promise<Accepted> {
    const answer = await this.push(source, body, headers);
    if (answer.status !== 202) throw new Error(`not accepted: ${answer.status} ${answer.text}`);
    return answer.json as Accepted;
  }

  /** What a later service says, as it would: onto its topic. */
  async say<T extends EventType>(type: T, ...data: EventData<T>[]): Promise<void> {
    const time = '2027-01-01T00:00:00.000Z';
    const events = data.map((one) => outgoing(type, one, { id: uuidv7(), time }));
    const producer = await this.kafka.broker.producer();
    const headers = (id: string) => ({ ce_specversion: '1.0', ce_id: id, ce_type: type, ce_source: '/test', ce_time: time });
    await producer.send([{ topic: this.kafka.prefix + (events[0]?.topic ?? ''), messages: events.map((event) => ({ key: event.key, value: JSON.stringify(event.data), headers: headers(event.id) })) }]);
    await producer.close();
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.dataSource.query(sql, parameters);
  }

  /** What Kafka has of an item, in order. */
  eventsOf(itemId: string | null | undefined): SentEvent[] {
    return this.events.filter((event) => event.key === itemId);
  }

  private async startRights(): Promise<void> {
    const server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        this.grants.push({ path: `${request.method} ${request.url}`, authorization: request.headers.authorization, body: JSON.parse(body) as GrantCall['body'] });
        response.writeHead(this.rightsStatus).end(this.rightsStatus >= 400 ? 'not now' : undefined);
      });
    });
    this.rights = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A ninjs item with a body of its own. */
export const ninjs = (uri: string, more: Readonly<Record<string, unknown>> = {}): object => ({
  uri,
  headline: `The tide gate opens: ${uri}`,
  body_html: `<p>The gate of ${uri} was opened at dawn, and forty boats went out on the ebb before the wind turned.</p>`,
  language: 'en',
  ...more,
});
