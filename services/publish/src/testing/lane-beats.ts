import { outgoing } from '@wiredesk/contracts';
import { appendToOutbox } from '@wiredesk/messaging';
import { inTransaction } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

/** Below the age from which a replica asks rights over HTTP, which no test of publish has. */
const everyMs = 2_000;

/**
 * Says, as rights does, that the hold lane is alive and where it ends. Without it every ledger is five minutes old after
 * five minutes, and a long test sees nothing but 503. Returns what ends it.
 */
export const beating = (dataSource: DataSource, seq: () => number): (() => Promise<void>) => {
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(async () => {
      const at = new Date().toISOString();
      await inTransaction(dataSource, (tx) => appendToOutbox(tx, [outgoing('lane.heartbeat', { at, seq: seq() }, { id: uuidv7(), time: at })], 'test'));
    });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await last;
  };
};
