import { bodyKey, getBodies } from '@wiredesk/content-store';
import type { Tx } from '@wiredesk/persistence';
import { sha256Hex, uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { appendAudit } from '../audit-log/audit.store.js';
import { canonicalJson } from '../canonical-json.js';
import { knownItems } from '../clearing/item.store.js';
import { standingsOf } from '../when-item-placed-then-follow-its-story/story.store.js';

/** What is sealed about one target: as much as this service knows at that moment. */
export interface Bundle {
  readonly targetId: string;
  /** Canonical JSON. */
  readonly content: string;
}

export interface SealedEvidence {
  readonly evidenceId: string;
  readonly targetId: string;
  readonly sealedAt: string;
  readonly sha256: string;
  readonly content: unknown;
}

/**
 * Texts that one notice seals whole. Beyond, the item's revision is sealed alone: its body lies unchanged in the content
 * store unless it is erased.
 */
const textsMax = 100;

const insertEvidence = `
insert into evidence (evidence_id, case_id, target_id, sealed_at, sha256, content)
select evidence_id, $1, target_id, $2, sha256, content from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as given (evidence_id, target_id, sha256, content)`;
const selectOfCase = `
select evidence_id as "evidenceId", target_id as "targetId", sealed_at as "sealedAt", sha256, content from evidence where case_id = $1 order by evidence_id limit 200`;

/**
 * Gathers, before the transaction, what is known of the items that a notice names: the item with its rights and the
 * answer that stands, its story, its text, and the notice by its hash. The page as it was served is not among it: this
 * service does not serve it.
 */
export const gatherEvidence = async (dataSource: DataSource, targets: readonly { readonly targetId: string; readonly url: string | null; readonly itemId: string }[], noticeSha256: string): Promise<Bundle[]> => {
  const itemIds = [...new Set(targets.map(({ itemId }) => itemId))];
  const items = await knownItems(dataSource, itemIds);
  const stories = await standingsOf(dataSource, itemIds);
  const wanted = [...items.values()].filter(({ standing }) => standing === 'usable').slice(0, textsMax).map(({ itemId, revision }) => ({ itemId, revision }));
  const bodies = await getBodies(dataSource, wanted);
  return targets.map(({ targetId, url, itemId }) => {
    const item = items.get(itemId);
    const body = item ? bodies.get(bodyKey({ itemId, revision: item.revision })) : undefined;
    return { targetId, content: canonicalJson({ url, noticeSha256, item: item ?? null, story: stories.get(itemId) ?? null, article: body?.article ?? null }) };
  });
};

/** Seals bundles: their hashes stand here and in the audit log before anybody is told that something is held. */
export const sealEvidence = async (tx: Tx, caseId: string, bundles: readonly Bundle[], now: Date): Promise<void> => {
  if (bundles.length === 0) return;
  const hashes = bundles.map(({ content }) => sha256Hex(content));
  await tx.query(insertEvidence, [caseId, now, bundles.map(() => uuidv7()), bundles.map(({ targetId }) => targetId), hashes, bundles.map(({ content }) => content)]);
  await appendAudit(tx, bundles.map(({ targetId }, i) => ({ at: now.toISOString(), kind: 'case' as const, type: 'evidence-sealed', actor: 'policy', caseId, open: { target: targetId, sha256: hashes[i] ?? null }, secret: null })));
};

/** Evidence of a case, the first 200 pieces. */
export const evidenceOfCase = async (dataSource: DataSource, caseId: string): Promise<SealedEvidence[]> =>
  ((await dataSource.query(selectOfCase, [caseId])) as { evidenceId: string; targetId: string; sealedAt: Date; sha256: string; content: string }[]).map((row) => ({ ...row, sealedAt: row.sealedAt.toISOString(), content: JSON.parse(row.content) as unknown }));
