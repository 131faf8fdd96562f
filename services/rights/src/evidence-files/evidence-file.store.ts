import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** A file without its bytes. */
export interface EvidenceFile {
  readonly fileId: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly givenBy: string;
  readonly givenAt: string;
}

/** Of one case; the lock makes uploads that come at once count one after the other. */
const lockCase = 'select from takedown_case where case_id = $1 for no key update';
const selectUsed = 'select count(*)::int as files, coalesce(sum(bytes), 0)::float8 as bytes from evidence_file where case_id = $1';
const insertFile = `
insert into evidence_file (file_id, case_id, name, bytes, sha256, given_by, given_at, content) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (case_id, sha256) do nothing returning file_id`;
const selectOfCase = 'select file_id as "fileId", name, bytes, sha256, given_by as "givenBy", given_at as "givenAt" from evidence_file where case_id = $1 order by given_at, file_id';
const selectContent = 'select name, sha256, content from evidence_file where case_id = $1 and file_id = $2';

export const lockedUse = async (tx: Tx, caseId: string): Promise<{ files: number; bytes: number }> => {
  await tx.query(lockCase, [caseId]);
  const [used] = (await tx.query(selectUsed, [caseId])) as { files: number; bytes: number }[];
  return used ?? { files: 0, bytes: 0 };
};

/** False where the case has these bytes already. */
export const insertEvidenceFile = async (tx: Tx, file: EvidenceFile & { readonly caseId: string; readonly content: Buffer }): Promise<boolean> =>
  ((await tx.query(insertFile, [file.fileId, file.caseId, file.name, file.bytes, file.sha256, file.givenBy, file.givenAt, file.content])) as unknown[]).length > 0;

export const filesOfCase = async (source: DataSource | Tx, caseId: string): Promise<EvidenceFile[]> =>
  ((await source.query(selectOfCase, [caseId])) as (Omit<EvidenceFile, 'givenAt'> & { givenAt: Date })[]).map((row) => ({ ...row, givenAt: row.givenAt.toISOString() }));

export const fileContent = async (source: DataSource, caseId: string, fileId: string): Promise<{ name: string; sha256: string; content: Buffer } | undefined> =>
  ((await source.query(selectContent, [caseId, fileId])) as { name: string; sha256: string; content: Buffer }[])[0];
