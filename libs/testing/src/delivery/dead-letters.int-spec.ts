import { setTimeout as sleep } from 'node:timers/promises';

import { Controller, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { outgoing, topics, type EventData, type OutgoingEvent } from '@wiredesk/contracts';
import { EventBatch, KAFKA, messagingTables, type DeadLetter, type Producer, type WireMessage } from '@wiredesk/messaging';
import { uuidv7, type RunningService } from '@wiredesk/platform';

import { eventually, startTestService, testDatabase, testKafka, type TestDatabase, type TestKafka } from '../index.js';

const withdrawn = (itemId: string, revision: number, guid = 'g'): OutgoingEvent =>
  outgoing(
    'item.withdrawn',
    { itemId, sourceId: 's', guid, revision, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: '2026-11-24T08:00:00.000Z' } satisfies EventData<'item.withdrawn'>,
    { id: uuidv7(), time: '2026-11-24T08:00:00.000Z' },
  );

const poison = new Set<string>();
/** Set by a test to stop the handler in the middle of its transaction. */
const gate = { guid: '', entered: (): void => undefined, open: Promise.resolve() };

@Controller()
class SeeingConsumer {
  @EventPattern(topics.items, KAFKA)
  async see(@Payload() batch: EventBatch<'item.withdrawn'>): Promise<void> {
    for (const { data } of batch.events) {
      await batch.tx.query('insert into seen (item_id, revision) values ($1, $2)', [data.itemId, data.revision]);
      if (poison.has(data.guid)) throw new Error(`cannot handle ${data.guid}`);
      if (data.guid === 'swallows') await batch.tx.query('select no_such_column').catch(() => undefined);
      if (data.guid !== gate.guid) continue;
      gate.entered();
      await gate.open;
    }
    batch.afterCommit(() => {
      if (batch.events.some((event) => event.data.guid === 'bad-hook')) throw new Error('a hook fails');
    });
  }
}

@Module({ controllers: [SeeingConsumer] })
class SeeingModule {}

describe('dead letters and what is parked behind them', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let producer: Producer;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'dedupe', migrations: [{ name: '001', note: '', up: `${messagingTables} create table seen (id bigserial, item_id uuid, revision int);` }] });
    kafka = await testKafka();
    service = await startTestService({ definition: { name: 'dedupe', module: SeeingModule }, database, kafka });
    producer = await kafka.broker.producer();
  });

  afterAll(async () => {
    await producer.close();
    await service.stop();
    await kafka.close();
    await database.close();
  });

  afterEach(() => poison.clear());

  const letters = (key: string): Promise<DeadLetter[]> => service.messaging.deadLetters.list().then((all) => all.filter((letter) => letter.key === key));
  const send = (events: OutgoingEvent[]): Promise<void> => service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  const seen = async (itemId: string): Promise<number[]> =>
    ((await database.dataSource.query('select revision from seen where item_id = $1 order by id', [itemId])) as { revision: number }[]).map((row) => row.revision);
  const wire = (event: OutgoingEvent): WireMessage => ({ key: event.key, value: JSON.stringify(event.data), headers: { ce_id: event.id, ce_type: event.type, ce_time: event.time } });
  const put = async (messages: WireMessage[]): Promise<void> => void (await producer.send([{ topic: kafka.prefix + topics.items, messages }]));
  const oneLetter = (key: string): Promise<DeadLetter> =>
    eventually(async () => {
      const [letter, second] = await letters(key);
      if (!letter || second) throw new Error('not one letter yet');
      return letter;
    });

  it('lets what cannot be read wait its turn: what came before it is handled, what comes after is parked', async () => {
    const item = uuidv7();
    await put([wire(withdrawn(item, 1)), { key: item, value: '{broken', headers: { ce_id: uuidv7(), ce_type: 'item.withdrawn' } }, wire(withdrawn(item, 2))]);
    const letter = await eventually(async () => {
      const found = await oneLetter(item);
      expect(found.parkedBehind).toBe(1);
      return found;
    });
    expect(letter.reason).toMatch(/not JSON/);
    expect(await seen(item)).toEqual([1]);
    expect(await service.messaging.deadLetters.discard({ ids: [letter.id] }, { by: 'ada', reason: 'sent by hand' })).toEqual([{ id: letter.id, redriven: 1 }]);
    expect(await seen(item)).toEqual([1, 2]);
    expect(await letters(item)).toEqual([]);
    expect(await database.dataSource.query('select discarded_by, discard_reason from dead_letter where id = $1', [letter.id])).toEqual([{ discarded_by: 'ada', discard_reason: 'sent by hand' }]);
    await put([wire(withdrawn(item, 3))]);
    await eventually(async () => expect(await seen(item)).toEqual([1, 2, 3]));
  });

  it('buries even what Postgres cannot store as it is', async () => {
    const [item, neighbour] = [uuidv7(), uuidv7()];
    await put([{ key: `${item}\0`, value: 'a\0b', headers: { ce_id: 'not-a-uuid', ce_type: 'item.withdrawn', odd: '\0' } }, { key: 'k'.repeat(5_000), value: '{', headers: { ce_type: 'item.withdrawn', ce_id: uuidv7() } }, wire(withdrawn(neighbour, 1))]);
    await eventually(async () => expect(await seen(neighbour)).toEqual([1]));
    expect(await oneLetter(`${item}\uFFFD`)).toMatchObject({ reason: expect.stringContaining('not a UUID') as unknown });
    expect(await oneLetter('k'.repeat(512))).toMatchObject({ reason: expect.stringContaining('not JSON') as unknown });
  });

  it('stops a redrive at the parked message that fails in its turn, and keeps the order behind it', async () => {
    const item = uuidv7();
    poison.add('first').add('third');
    await send([withdrawn(item, 1, 'first'), withdrawn(item, 2), withdrawn(item, 3, 'third'), withdrawn(item, 4)]);
    const letter = await eventually(async () => {
      const found = await oneLetter(item);
      expect(found.parkedBehind).toBe(3);
      return found;
    });
    poison.delete('first');
    const [outcome] = await service.messaging.deadLetters.redrive({ ids: [letter.id] });
    expect(outcome).toEqual({ id: letter.id, redriven: 2, stoppedBy: { id: expect.any(String) as unknown, reason: 'cannot handle third' } });
    expect(await seen(item)).toEqual([1, 2]);
    const third = await oneLetter(item);
    expect(third).toMatchObject({ reason: 'cannot handle third', parkedBehind: 1 });
    await send([withdrawn(item, 5)]);
    await eventually(async () => expect((await oneLetter(item)).parkedBehind).toBe(2));
    poison.clear();
    expect(await service.messaging.deadLetters.redrive({ ids: [third.id] })).toEqual([{ id: third.id, redriven: 3 }]);
    expect(await seen(item)).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not redrive a later letter of a key before an earlier one', async () => {
    const item = uuidv7();
    const broken = (): WireMessage => ({ key: item, value: '{', headers: { ce_id: uuidv7(), ce_type: 'item.withdrawn' } });
    await put([broken(), wire(withdrawn(item, 1)), broken(), wire(withdrawn(item, 2))]);
    const [first, second] = await eventually(async () => {
      const found = await letters(item);
      expect(found.map((letter) => letter.parkedBehind)).toEqual([2, 2]);
      return found;
    });
    const why = { by: 'ada', reason: 'test' };
    expect(await service.messaging.deadLetters.discard({ ids: [second?.id ?? ''] }, why)).toEqual([{ id: second?.id, failedAgain: expect.stringContaining(first?.id ?? 'none') as unknown }]);
    expect(await service.messaging.deadLetters.discard({ ids: [first?.id ?? ''] }, why)).toEqual([{ id: first?.id, redriven: 1 }]);
    expect(await seen(item)).toEqual([1]);
    expect(await service.messaging.deadLetters.discard({ ids: [second?.id ?? ''] }, why)).toEqual([{ id: second?.id, redriven: 1 }]);
    expect(await seen(item)).toEqual([1, 2]);
  });

  it('loses no message that comes while its key is being redriven', async () => {
    const item = uuidv7();
    poison.add('slow');
    await send([withdrawn(item, 1, 'slow'), withdrawn(item, 2)]);
    const letter = await eventually(async () => {
      const found = await oneLetter(item);
      expect(found.parkedBehind).toBe(1);
      return found;
    });
    poison.clear();
    const entered = new Promise<void>((resolve) => (gate.entered = resolve));
    let open = (): void => undefined;
    gate.open = new Promise((resolve) => (open = resolve));
    gate.guid = 'slow';
    const redrive = service.messaging.deadLetters.redrive({ ids: [letter.id] });
    await entered;
    await send([withdrawn(item, 3)]);
    await sleep(500);
    gate.guid = '';
    open();
    expect(await redrive).toEqual([{ id: letter.id, redriven: 2 }]);
    await eventually(async () => expect(await seen(item)).toEqual([1, 2, 3]));
    expect(await database.dataSource.query('select count(*)::int as n from parked_message where key = $1', [item])).toEqual([{ n: 0 }]);
  });

  it('empties what is parked also when two letters of a key are given up at once', async () => {
    const item = uuidv7();
    const broken = (): WireMessage => ({ key: item, value: '{', headers: { ce_id: uuidv7(), ce_type: 'item.withdrawn' } });
    await put([broken(), broken(), wire(withdrawn(item, 1))]);
    const found = await eventually(async () => {
      const both = await letters(item);
      expect(both.map((letter) => letter.parkedBehind)).toEqual([1, 1]);
      return both;
    });
    const give = (letter?: DeadLetter) => service.messaging.deadLetters.discard({ ids: [letter?.id ?? ''] }, { by: 'ada', reason: 'test' });
    await Promise.all([give(found[0]), give(found[1])]);
    await give(found[1]);
    expect(await seen(item)).toEqual([1]);
    expect(await letters(item)).toEqual([]);
  });

  it('takes a handler that swallows a failed statement for failed: its commit would be a rollback', async () => {
    const item = uuidv7();
    await send([withdrawn(item, 1, 'swallows')]);
    expect(await oneLetter(item)).toMatchObject({ reason: expect.stringContaining('error was caught') as unknown });
    expect(await seen(item)).toEqual([]);
  });

  it('does not take a hook that fails after the commit for a failure', async () => {
    const item = uuidv7();
    await send([withdrawn(item, 1, 'bad-hook')]);
    await eventually(async () => expect(await seen(item)).toEqual([1]));
    await sleep(200);
    expect(await letters(item)).toEqual([]);
  });

  it('redrives more than one step takes', async () => {
    const item = uuidv7();
    poison.add('head');
    await send([withdrawn(item, 1, 'head'), ...Array.from({ length: 1_100 }, (_, i) => withdrawn(item, i + 2))]);
    const letter = await eventually(async () => {
      const found = await oneLetter(item);
      expect(found.parkedBehind).toBe(1_100);
      return found;
    });
    poison.clear();
    expect(await service.messaging.deadLetters.redrive({ ids: [letter.id] })).toEqual([{ id: letter.id, redriven: 1_101 }]);
    expect(await seen(item)).toEqual(Array.from({ length: 1_101 }, (_, i) => i + 1));
    expect(await service.messaging.deadLetters.count()).toMatchObject({ parked: 0 });
  });
});
