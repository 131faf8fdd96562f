import { createHash } from 'node:crypto';

import type { Tx } from '@wiredesk/persistence';
import { problem, uuidv7 } from '@wiredesk/platform';

import { saveCaseEvents } from '../cases/case.store.js';
import { insertEvidenceFile, lockedUse, type EvidenceFile } from './evidence-file.store.js';
import type { GivenFile } from './multipart.js';

const mebibyte = 1024 * 1024;
export const fileBytesMax = 10 * mebibyte;
const caseFilesMax = 50;
const caseBytesMax = 100 * mebibyte;

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Problem 413 for a file that is too large, 422 for none at all. */
export const assertFilesFit = (files: readonly GivenFile[]): void => {
  const large = files.find(({ content }) => content.length > fileBytesMax);
  if (large) throw problem(413, 'file-too-large', `"${large.name}" has more than 10 MB. Make it smaller, or give the address at which it can be seen.`);
};

/**
 * Keeps files with a case, each by its sha256; the same bytes twice are kept once. They are noted in the record of the
 * case and so in the audit log, by their hashes. Problem 409 where the case has enough of them.
 */
export const keepFiles = async (tx: Tx, caseId: string, files: readonly GivenFile[], given: { by: string; now: Date }): Promise<EvidenceFile[]> => {
  if (files.length === 0) return [];
  assertFilesFit(files);
  const used = await lockedUse(tx, caseId);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (used.files + files.length > caseFilesMax || used.bytes + bytes > caseBytesMax) {
    throw problem(409, 'files-enough', `A case takes at most ${caseFilesMax} files of ${caseBytesMax / mebibyte} MB together. Name what is more by its address, or send it to the operator.`);
  }
  const kept: EvidenceFile[] = [];
  for (const { name, content } of files) {
    const file: EvidenceFile = { fileId: uuidv7(), name, bytes: content.length, sha256: sha256Of(content), givenBy: given.by, givenAt: given.now.toISOString() };
    if (await insertEvidenceFile(tx, { ...file, caseId, content })) kept.push(file);
  }
  await saveCaseEvents(tx, kept.map((file) => ({ eventId: uuidv7(), caseId, targetId: null, at: file.givenAt, actor: given.by, type: 'file-given', detail: { fileId: file.fileId, sha256: file.sha256, bytes: file.bytes } })));
  return kept;
};
