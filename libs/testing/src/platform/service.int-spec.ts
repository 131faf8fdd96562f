import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';

import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { messagingTables } from '@wiredesk/messaging';
import { Roles, zodBody, type RunningService } from '@wiredesk/platform';
import { z } from 'zod';

import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '../index.js';

const greeting = z.object({ name: z.string().min(1).max(20), times: z.number().int().max(3).default(1) });

@Controller()
class GreetingController {
  @Post('greet')
  greet(@Body(zodBody(greeting)) { name, times }: z.infer<typeof greeting>): { text: string } {
    return { text: `hello ${name} `.repeat(times).trim() };
  }

  @Get('secret')
  @Roles('operator')
  secret(): { told: true } {
    return { told: true };
  }

  @Get('broken')
  broken(): never {
    throw new Error('password=hunter2 at /srv/secret.ts');
  }

  readonly slowBegun = Promise.withResolvers<undefined>();
  readonly slowMayEnd = Promise.withResolvers<undefined>();

  @Get('slow')
  async slow(): Promise<{ done: true }> {
    this.slowBegun.resolve(undefined);
    await this.slowMayEnd.promise;
    return { done: true };
  }
}

@Module({ controllers: [GreetingController] })
class GreetingModule {}

describe('how a service runs', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations: [{ name: '001', note: '', up: messagingTables }] });
    kafka = await testKafka();
    service = await startTestService({ definition: { name: 'console', module: GreetingModule, bodyLimitBytes: 1_000 }, database, kafka });
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });

  const call = async (path: string, init?: RequestInit): Promise<{ status: number; type: string | null; body: Record<string, unknown>; headers: Headers }> => {
    const answer = await fetch(service.url + path, init);
    return { status: answer.status, type: answer.headers.get('content-type'), body: (await answer.json()) as Record<string, unknown>, headers: answer.headers };
  };
  const post = (body: string | Uint8Array<ArrayBuffer>) => call('/greet', { method: 'POST', body, headers: { 'content-type': 'application/json' } });

  it('answers every error as a problem that says what to do', async () => {
    expect(await post('{"name":"Ada","times":2}')).toMatchObject({ status: 201, body: { text: 'hello Ada hello Ada' } });
    expect(await post('{\n "name": Ada}')).toMatchObject({ status: 400, type: 'application/problem+json; charset=utf-8', body: { type: 'https://wiredesk.dev/problems/json-malformed', line: 2, column: 10 } });
    expect(await post('{"name":"","times":9}')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }, { pointer: '/times' }] } });
    expect(await post(new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ status: 422, body: { type: 'https://wiredesk.dev/problems/not-utf8' } });
    expect(await call('/nowhere')).toMatchObject({ status: 404, body: { type: 'https://wiredesk.dev/problems/not-found' } });
    expect(await call('/secret')).toMatchObject({ status: 401, body: { type: 'https://wiredesk.dev/problems/token-missing' } });
    expect(await call('/secret', { headers: { authorization: 'Bearer wrong' } })).toMatchObject({ status: 401, body: { type: 'https://wiredesk.dev/problems/token-unknown' } });
    expect(await call('/secret', { headers: { authorization: `Bearer ${testTokens.viewer}` } })).toMatchObject({ status: 403, body: { detail: 'This call needs the role operator; "viewer" has viewer.' } });
    expect(await call('/secret', { headers: { authorization: `Bearer ${testTokens.operator}` } })).toMatchObject({ status: 200 });
  });

  it('tells nothing of its insides', async () => {
    const broken = await call('/broken');
    expect(broken).toMatchObject({ status: 500, body: { type: 'https://wiredesk.dev/problems/internal-error', retryable: true } });
    expect(JSON.stringify(broken.body)).not.toMatch(/hunter2|secret\.ts/);
  });

  it('refuses a body over the limit before it has come', async () => {
    const { hostname, port } = new URL(service.url);
    const answer = await new Promise<string>((done, fail) => {
      const socket = connect(Number(port), hostname, () => socket.write('POST /greet HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500000000\r\n\r\n{"name":'));
      socket.setTimeout(5_000, () => fail(new Error('no answer')));
      socket.once('data', (data) => {
        done(data.toString());
        socket.destroy();
      });
      socket.once('error', fail);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('body-too-large');
  });

  it('shows its health and its description', async () => {
    expect(await call('/health/live')).toMatchObject({ status: 200, body: { live: true } });
    await eventually(async () => expect(await call('/health/ready')).toMatchObject({ status: 200, body: { ready: true, checks: { database: 'ok', kafka: 'ok' }, notices: [] } }));
    expect(await call('/openapi.json')).toMatchObject({ body: { info: { title: 'Wiredesk console' }, paths: { '/greet': { post: {} } } } });
  });

  it('shows its metrics to who has a token, and to nobody else', async () => {
    expect(await call('/metrics')).toMatchObject({ status: 401, body: { type: 'https://wiredesk.dev/problems/token-missing' } });
    expect(await call('/secret', { headers: { authorization: `Bearer ${testTokens.metrics}` } })).toMatchObject({ status: 403 });
    await call('/nowhere/that/anybody/asks/for');
    const metrics = await (await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${testTokens.metrics}` } })).text();
    expect(metrics).toMatch(/^wiredesk_http_request_seconds_count\{service="console",method="GET",route="none",status="4xx"\} [1-9]/m);
    expect(metrics).toMatch(/^wiredesk_database_table_bytes\{table="outbox",service="console"\} [1-9]/m);
    for (const name of ['wiredesk_database_connections_max', 'wiredesk_outbox_rows', 'wiredesk_outbox_oldest_seconds', 'wiredesk_consumer_lag_messages', 'wiredesk_event_age_seconds', 'wiredesk_dead_letters', 'process_cpu_user_seconds_total']) expect(metrics).toContain(`# TYPE ${name} `);
  });

  it('leaves nothing running behind when it cannot start', async () => {
    const connected = async (): Promise<number> =>
      ((await database.dataSource.query(`select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name like 'wiredesk console%'`)) as [{ n: number }])[0].n;
    const before = await connected();
    await expect(startTestService({ definition: { name: 'console', module: GreetingModule }, database, kafka, environment: { PORT: new URL(service.url).port } })).rejects.toThrow(/EADDRINUSE/);
    await eventually(async () => expect(await connected()).toBeLessThanOrEqual(before));
  });

  it('finishes what it has begun when it is stopped, and takes nothing new', async () => {
    const second = await startTestService({ definition: { name: 'console', module: GreetingModule }, database, kafka });
    const controller = second.app.get(GreetingController);
    const begun = fetch(`${second.url}/slow`);
    await controller.slowBegun.promise;
    const stopping = second.stop();
    await eventually(async () => expect([503, 'refused']).toContain(await fetch(`${second.url}/`).then((answer) => answer.status, () => 'refused')));
    controller.slowMayEnd.resolve(undefined);
    expect((await begun).status).toBe(200);
    await stopping;
  });
});

describe('a service as a process', () => {
  it('says all that is wrong with its configuration, and ends with 78', async () => {
    const workspace = resolve(import.meta.dirname, '../../../..');
    const child = spawn(process.execPath, [join(workspace, 'services/console/dist/main.js')], { env: { PATH: process.env['PATH'], PORT: 'x', KAFKA_BROKERS: 'nowhere', KAFKA_CHAOS: 'duplicate' } });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const code = await new Promise((done) => child.on('exit', done));
    expect(code).toBe(78);
    for (const name of ['PORT', 'DATABASE_URL is missing', 'TOKENS is missing', 'KAFKA_BROKERS', 'KAFKA_CHAOS is for tests']) expect(errors).toContain(name);
    expect(errors).not.toContain('at ');
  });
});
