import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Check, Step } from './decide.js';

const insert = `
insert into conformance_run (id, subscriber_id, item_id, state, step, ack_token, started_at, step_at)
values ($1, $2, $3, 'running', 'publish', $4, $5, $5) on conflict do nothing returning id`;

/** With how the message of the present step was answered; other replicas take others. */
const takeRunning = `
select r.id, r.subscriber_id, r.item_id, r.step, r.checks, r.ack_token, r.acknowledged, r.step_at, d.state as delivery_state, d.last_status, coalesce(d.last_error, d.last_status::text) as last_answer
from conformance_run r left join delivery d on d.id = (r.checks -> -1 ->> 'deliveryId')::uuid
where r.state = 'running' order by r.step_at limit $1 for update of r skip locked`;

const advance = `
update conformance_run set step = $2, checks = $3, ack_token = $4, acknowledged = null, step_at = $5 where id = $1`;
const noteDelivery = 'update conformance_run set checks = $2 where id = $1';
const end = `update conformance_run set state = $2, checks = $3, finished_at = $4 where id = $1`;
const certify = `update subscriber set certified_at = $2, version = nextval('subscriber_version') where id = $1`;
const acknowledge = `
update conformance_run set acknowledged = $2 where ack_token = $1 and state = 'running' and acknowledged is null returning item_id`;
const isKnown = 'select item_id from conformance_run where ack_token = $1';
const list = `
select id, state, step, checks, started_at, finished_at from conformance_run where subscriber_id = $1 order by started_at desc limit 20`;
const anyRunning = `select exists (select from conformance_run where state = 'running') as anything`;

/** Past checks, and last of all the message of the present step. */
export type Recorded = Check | { readonly deliveryId: string };

export interface RunRow {
  readonly id: string;
  readonly subscriber_id: string;
  readonly item_id: string;
  readonly step: Step;
  readonly checks: readonly Recorded[];
  readonly ack_token: string;
  readonly acknowledged: { readonly copiesRemoved: number } | null;
  readonly step_at: Date;
  readonly delivery_state: string | null;
  readonly last_status: number | null;
  readonly last_answer: string | null;
}

export interface RunView {
  readonly id: string;
  readonly state: 'running' | 'passed' | 'failed';
  readonly step: Step;
  readonly checks: readonly Recorded[];
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

/** False where one is running already. */
export const insertRun = async (tx: Tx, run: { id: string; subscriberId: string; itemId: string; ackToken: string }, now: Date): Promise<boolean> =>
  ((await tx.query(insert, [run.id, run.subscriberId, run.itemId, run.ackToken, now])) as unknown[]).length === 1;

export const isAnyRunning = async (source: DataSource): Promise<boolean> => ((await source.query(anyRunning)) as { anything: boolean }[])[0]?.anything ?? false;

export const takeRunningRuns = async (tx: Tx, limit: number): Promise<RunRow[]> => (await tx.query(takeRunning, [limit])) as RunRow[];

export const advanceRun = async (tx: Tx, id: string, step: Step, checks: readonly Recorded[], ackToken: string, now: Date): Promise<void> => {
  await tx.query(advance, [id, step, JSON.stringify(checks), ackToken, now]);
};

/** Notes the message of the present step behind the checks. */
export const noteStepMessage = async (tx: Tx, id: string, checks: readonly Recorded[]): Promise<void> => {
  await tx.query(noteDelivery, [id, JSON.stringify(checks)]);
};

/** Ends a run; who passed is certified from now on, who failed is not any more. */
export const endRun = async (tx: Tx, run: Pick<RunRow, 'id' | 'subscriber_id'>, passed: boolean, checks: readonly Recorded[], now: Date): Promise<void> => {
  await tx.query(end, [run.id, passed ? 'passed' : 'failed', JSON.stringify(checks), now]);
  await tx.query(certify, [run.subscriber_id, passed ? now : null]);
};

/** Takes the acknowledgement of a test kill. Returns the test's article, undefined for a token of no run. */
export const acknowledgeTest = async (tx: Tx, token: string, said: { readonly copiesRemoved: number }): Promise<string | undefined> => {
  const [rows] = (await tx.query(acknowledge, [token, JSON.stringify({ copiesRemoved: said.copiesRemoved })])) as [{ item_id: string }[], number];
  return rows[0]?.item_id ?? ((await tx.query(isKnown, [token])) as { item_id: string }[])[0]?.item_id;
};

export const readRuns = async (source: DataSource, subscriberId: string): Promise<RunView[]> => (await source.query(list, [subscriberId])) as RunView[];
