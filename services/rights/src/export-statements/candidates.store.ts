import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { TargetState } from '../cases/target.js';
import { claimTypes, notice, type ClaimType } from '../order-takedown/notice.js';
import { dsaStatement, dsaStatementOf } from './dsa-statement.decide.js';
import { lumenNotice, lumenNoticeOf } from './lumen-notice.decide.js';
import type { ExportEntry } from './batch.store.js';
import { restrictionsAfter } from './restriction.store.js';

const perStep = 100;
/** Transactions that began earlier may commit later. */
const settleMs = 5_000;

const entryOf = (exportId: string, made: unknown, checked: { success: boolean; error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } } | undefined): ExportEntry => {
  if (checked === undefined) return { exportId, state: 'not-owed', content: null, detail: null };
  if (checked.success) return { exportId, state: 'queued', content: made, detail: null };
  return { exportId, state: 'misfit', content: made, detail: (checked.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ').slice(0, 1_000) };
};

/** Restrictions that were not looked at yet, as statements for the DSA Transparency Database. */
export const nextStatements = async (dataSource: DataSource, last: string | null, now: Date): Promise<ExportEntry[]> =>
  (await restrictionsAfter(dataSource, last, new Date(now.getTime() - settleMs), perStep)).map((restriction) => {
    const made = dsaStatementOf(restriction);
    return entryOf(restriction.holdId, made ?? null, made === undefined ? undefined : dsaStatement.safeParse(made));
  });

/** A case is told when its delay has passed: a fresh one would lead people to copies that are still out. */
const selectCases = `
select case_id as "caseId", number, claim_type as "claimType", language, opened_at as "openedAt", notice,
  (select jsonb_agg(jsonb_build_object('url', url, 'state', state) order by ordinal) from target where target.case_id = takedown_case.case_id) as targets
from takedown_case where opened_at < $1 and missing = '[]'::jsonb and not exists (select from export_entry where channel = 'lumen' and export_id = case_id) order by opened_at limit $2`;

interface Row {
  readonly caseId: string;
  readonly number: string;
  readonly claimType: string;
  readonly language: 'zh' | 'en';
  readonly openedAt: Date;
  readonly notice: unknown;
  readonly targets: { url: string | null; state: TargetState }[];
}

/** Cases whose delay has passed, as notices for Lumen. */
export const nextNotices = async (tx: Tx, given: { now: Date; delayDays: number; operator: string }): Promise<ExportEntry[]> => {
  const rows = (await tx.query(selectCases, [new Date(given.now.getTime() - given.delayDays * 86_400_000), perStep])) as Row[];
  return rows.map((row) => {
    const claimType: ClaimType = (claimTypes as readonly string[]).includes(row.claimType) ? (row.claimType as ClaimType) : 'other';
    const made = lumenNoticeOf({ ...row, claimType, openedAt: row.openedAt.toISOString(), notice: notice.parse(row.notice), operator: given.operator });
    return entryOf(row.caseId, made ?? null, made === undefined ? undefined : lumenNotice.safeParse(made));
  });
};
