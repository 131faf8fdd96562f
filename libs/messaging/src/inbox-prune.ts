import type { DataSource } from 'typeorm';

import type { MessagingLog } from './kafka/port.js';

/** Older marks than any message that Kafka could still deliver again are not needed. */
const prune = `
delete from inbox where ctid = any(array(select ctid from inbox where received_at < now() - $1::interval limit $2))`;

const keepFor = '7 days';
const rowsPerRunMax = 20_000;
const everyMs = 10 * 60_000;

/** Keeps the inbox from growing for ever; returns how to stop it. */
export const pruneInbox = (dataSource: DataSource, log: MessagingLog): (() => void) => {
  const run = async (): Promise<void> => {
    try {
      await dataSource.query(prune, [keepFor, rowsPerRunMax]);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the inbox was not pruned this time');
    }
  };
  const timer = setInterval(() => void run(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
