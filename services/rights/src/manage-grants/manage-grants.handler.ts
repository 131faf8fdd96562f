import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, problem, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { appendAudit } from '../audit-log/audit.store.js';
import { SweepGrants } from '../when-grants-change-then-clear-again/sweep-grants.js';
import { addOfficerGrant, grantsOf, noteSweep, ownGrants, revokeGrant, revokeSourceContract, saveContract, saveSource, sourceOf, type StoredGrant } from './grant.store.js';
import { readLicence, type LicenceObject, type SourceLicence } from './licence.decide.js';

/** Which licences a source gives. Each change sweeps the source's items: what is newly allowed comes, what is not goes. */
@Injectable()
export class ManageGrants {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    private readonly sweeping: SweepGrants,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Takes the licence of a source as ingest tells it; idempotent. Problem 422 for one that cannot be read: it grants nothing. */
  async put(sourceId: string, licence: SourceLicence, by: string): Promise<{ sourceId: string; grantId: string | null }> {
    const read = readLicence(licence);
    if (read.kind === 'unreadable') throw problem(422, 'licence-unreadable', read.detail, { errors: [{ pointer: '/licence', detail: read.detail }] });
    const grantId = await this.change(sourceId, by, 'licence-told', licence, async (tx, now) => {
      await saveSource(tx, sourceId, licence.name, licence.licence, now);
      if (read.kind === 'grant') return saveContract(tx, { grantId: uuidv7(), sourceId, terms: read.terms, by, now });
      await revokeSourceContract(tx, sourceId, by, now);
      return null;
    });
    this.log.info({ sourceId, grantId, by }, 'licence taken');
    return { sourceId, grantId };
  }

  /** One more grant beside the source's contract. Problem 404 for a source that never told its licence. */
  async add(sourceId: string, licence: LicenceObject, by: string): Promise<StoredGrant[]> {
    const source = await this.sourceOrProblem(sourceId);
    const read = readLicence({ name: source.name, licence });
    if (read.kind !== 'grant') throw problem(422, 'licence-unreadable', read.kind === 'unreadable' ? read.detail : 'This licence grants nothing.');
    await this.change(sourceId, by, 'grant-added', licence, (tx, now) => addOfficerGrant(tx, { grantId: uuidv7(), sourceId, terms: read.terms, by, now }));
    this.log.info({ sourceId, by }, 'grant added');
    return grantsOf(this.dataSource, sourceId);
  }

  async revoke(sourceId: string, grantId: string, by: string): Promise<void> {
    const found = await this.change(sourceId, by, 'grant-revoked', grantId, (tx, now) => revokeGrant(tx, sourceId, grantId, by, now));
    if (!found) throw problem(404, 'grant-unknown', 'This source has no grant of this id in force. GET /v1/sources/{id}/grants lists them.');
    this.log.info({ sourceId, grantId, by }, 'grant revoked');
  }

  async list(sourceId: string): Promise<{ source: { id: string; name: string; licence: unknown }; grants: StoredGrant[] }> {
    const source = await this.sourceOrProblem(sourceId);
    return { source: { id: sourceId, ...source }, grants: await grantsOf(this.dataSource, sourceId) };
  }

  private async change<T>(sourceId: string, by: string, type: string, content: unknown, work: (tx: Parameters<typeof ownGrants>[0], now: Date) => Promise<T>): Promise<T> {
    const now = this.clock.now();
    const result = await this.outbox.transaction(async (tx) => {
      // The row before the lock, as the sweep takes them.
      await noteSweep(tx, sourceId, now);
      await ownGrants(tx, sourceId);
      const value = await work(tx, now);
      await appendAudit(tx, [{ at: now.toISOString(), kind: 'grant', type, actor: 'operator', caseId: null, open: { source: sourceId }, secret: { by, content } }]);
      return value;
    });
    this.sweeping.wake();
    return result;
  }

  private async sourceOrProblem(sourceId: string): Promise<{ name: string; licence: unknown }> {
    const source = await sourceOf(this.dataSource, sourceId);
    if (!source) throw problem(404, 'source-unknown', 'No licence of this source was told yet. ingest does so when the source is created.');
    return source;
  }
}
