import { Controller, Inject, Module, Post } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { outgoing, topics, type EventData, type OutgoingEvent } from '@wiredesk/contracts';
import { EventBatch, KAFKA, messagingTables, Outbox } from '@wiredesk/messaging';
import { uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

/** An event of `wiredesk.items.v1`, small and complete. */
export const withdrawn = (itemId: string, revision: number, guid = 'g'): OutgoingEvent =>
  outgoing(
    'item.withdrawn',
    { itemId, sourceId: 's', guid, revision, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: '2026-11-24T08:00:00.000Z' } satisfies EventData<'item.withdrawn'>,
    { id: uuidv7(), time: new Date().toISOString() },
  );

/** Called in the middle of each transaction; a test may wait in it or throw. */
export const during = { chunk: async (_events: readonly EventData<'item.withdrawn'>[]): Promise<void> => undefined };

@Controller()
class RecordingController {
  constructor(@Inject(Outbox) private readonly outbox: Outbox) {}

  @EventPattern(topics.items, KAFKA)
  async record(@Payload() batch: EventBatch<'item.withdrawn'>): Promise<void> {
    for (const { data } of batch.events) await batch.tx.query('insert into seen (item_id, revision) values ($1, $2)', [data.itemId, data.revision]);
    await during.chunk(batch.events.map(({ data }) => data));
  }

  /** As ingest takes work from outside. */
  @Post('take')
  async take(): Promise<{ taken: true }> {
    this.outbox.assertRoom();
    await this.outbox.transaction(async (_tx, emit) => emit([withdrawn(uuidv7(), 1)]));
    return { taken: true };
  }
}

/** A service that writes down what it handles, twice if it handles it twice. */
@Module({ controllers: [RecordingController] })
export class RecordingModule {}

export const recordingMigrations = [{ name: '001', note: '', up: `${messagingTables} create table seen (id bigserial, item_id uuid, revision int);` }];

/** What was handled of each item, in the order of commits. */
export const seenBy = async (dataSource: DataSource, items: readonly string[]): Promise<number[][]> => {
  const rows = (await dataSource.query('select item_id, revision from seen where item_id = any($1::uuid[]) order by id', [items])) as { item_id: string; revision: number }[];
  return items.map((item) => rows.filter((row) => row.item_id === item).map((row) => row.revision));
};

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
