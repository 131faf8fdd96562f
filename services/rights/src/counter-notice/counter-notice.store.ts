import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { CounterField } from '../cases/regimes.js';
import type { CounterNotice } from './counter-notice.js';

export interface StoredCounter {
  readonly counterId: string;
  readonly caseId: string;
  readonly ordinals: readonly number[];
  readonly content: CounterNotice;
  readonly missing: readonly CounterField[];
  readonly state: 'deficient' | 'complete' | 'accepted' | 'refused';
  readonly receivedAt: string;
}

const insert = `
insert into counter_notice (counter_id, case_id, ordinals, content, missing, state, received_at) values ($1, $2, $3::int[], $4::jsonb, $5::jsonb, $6, $7)`;
const columns = 'counter_id as "counterId", case_id as "caseId", ordinals, content, missing, state, received_at as "receivedAt"';
const selectOne = `select ${columns} from counter_notice where counter_id = $1 for update`;
const selectOfCase = `select ${columns} from counter_notice where case_id = $1 order by received_at limit 100`;
const decideOne = 'update counter_notice set state = $2, decided_by = $3, decided_at = $4 where counter_id = $1';

type Row = Omit<StoredCounter, 'receivedAt'> & { readonly receivedAt: Date };
const stored = (row: Row): StoredCounter => ({ ...row, receivedAt: row.receivedAt.toISOString() });

export const saveCounter = async (tx: Tx, counter: StoredCounter): Promise<void> => {
  await tx.query(insert, [counter.counterId, counter.caseId, counter.ordinals, JSON.stringify(counter.content), JSON.stringify(counter.missing), counter.state, counter.receivedAt]);
};

export const lockCounter = async (tx: Tx, counterId: string): Promise<StoredCounter | undefined> => {
  const [row] = (await tx.query(selectOne, [counterId])) as Row[];
  return row ? stored(row) : undefined;
};

export const counterNoticesOf = async (source: DataSource | Tx, caseId: string): Promise<StoredCounter[]> => ((await source.query(selectOfCase, [caseId])) as Row[]).map(stored);

export const noteCounterDecision = async (tx: Tx, counterId: string, state: 'accepted' | 'refused', by: string, now: Date): Promise<void> => {
  await tx.query(decideOne, [counterId, state, by, now]);
};
