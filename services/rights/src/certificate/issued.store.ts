import { sha256Hex } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { canonicalJson } from '../canonical-json.js';
import type { Certificate } from './certificate.js';

/** Who asks first says when; who asks later gets the same, as long as nothing else is certified. */
const noteIssued = `
with noted as (
  insert into issued_certificate (case_id, facts_sha256, issued_at) values ($1, $2, $3) on conflict do nothing returning issued_at
)
select issued_at as "issuedAt" from noted union all select issued_at from issued_certificate where case_id = $1 and facts_sha256 = $2 limit 1`;

/** The certificate with the time at which these very facts were first certified, so that each of its forms is the same one. */
export const issuedOnce = async (dataSource: DataSource, caseId: string, certificate: Certificate, now: Date): Promise<Certificate> => {
  const facts = sha256Hex(canonicalJson({ ...certificate, issuedAt: null }));
  const [row] = (await dataSource.query(noteIssued, [caseId, facts, now])) as { issuedAt: Date }[];
  return { ...certificate, issuedAt: (row?.issuedAt ?? now).toISOString() };
};
