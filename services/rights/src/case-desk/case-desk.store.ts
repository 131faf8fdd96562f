import type { DataSource } from 'typeorm';

/** What an officer has to know of a target beside its page: who decided it, for the rule of the second person. */
export interface DeskTarget {
  readonly ordinal: number;
  /** `officer:…` who decided the merits last; null while nobody did. */
  readonly decidedBy: string | null;
  readonly flag: string | null;
}

const selectTargets = 'select ordinal, decided_by as "decidedBy", flag from target where case_id = $1 order by ordinal limit $2';

/** The first targets of a case. */
export const readDeskTargets = async (dataSource: DataSource, caseId: string, limit: number): Promise<DeskTarget[]> => (await dataSource.query(selectTargets, [caseId, limit])) as DeskTarget[];
