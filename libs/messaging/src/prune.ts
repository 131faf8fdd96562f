import type { DataSource } from 'typeorm';

import type { MessagingLog } from './kafka/port.js';

/** `skip locked`: replicas prune at the same time, each its own rows. */
const pruneInboxRows = `
delete from inbox where ctid = any(array(
  select ctid from inbox where received_at < now() - $1::interval limit $2 for update skip locked))`;
const pruneDiscarded = `delete from dead_letter where discarded_at < now() - $1::interval`;

/**
 * Longer than a message can come again: the relay and a lost offset repeat what is seconds old, and our Kafkas keep
 * the offsets of a service that is down for a year (by default a week). What reads a compacted topic from its
 * beginning has counters of its own.
 */
const inboxKeptFor = '8 days';
const discardedKeptFor = '400 days';
const rowsPerStatement = 10_000;
/** 500,000 rows a minute: more than any machine takes in. */
const statementsPerRunMax = 50;
const everyMs = 60_000;

/** Keeps inbox and discarded dead letters from growing for ever; returns how to stop it. */
export const prune = (dataSource: DataSource, log: MessagingLog): (() => void) => {
  let running = false;
  let stopped = false;
  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      for (let n = 0; n < statementsPerRunMax && !stopped; n += 1) {
        const [, count] = (await dataSource.query(pruneInboxRows, [inboxKeptFor, rowsPerStatement])) as [unknown, number];
        if (count < rowsPerStatement) break;
      }
      if (!stopped) await dataSource.query(pruneDiscarded, [discardedKeptFor]);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the inbox was not pruned this time');
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void run(), everyMs);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
};
