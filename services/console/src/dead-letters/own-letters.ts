import { Injectable } from '@nestjs/common';
import { DeadLetters, groupLetters, readLetter, type DeadLetter, type DeadLetterFilter, type RedriveOutcome } from '@wiredesk/messaging';
import { DataSource } from 'typeorm';

import type { Answer } from '../ask-services/ask-services.js';
import { AuditTrail } from '../audit/audit-trail.js';
import type { Visitor } from '../sign-in/sign-in.js';

const refused = (visitor: Visitor): Answer<never> => ({ ok: false, status: 403, detail: `This needs the role operator; "${visitor.name}" has ${visitor.roles.join(', ')}.` });

/**
 * The console reads every topic itself and may fail at a message too. Its own dead letters are answered as those of the
 * other services are, by the same roles and with the same trace in the audit log, without asking itself over HTTP.
 */
@Injectable()
export class OwnLetters {
  constructor(
    private readonly dataSource: DataSource,
    private readonly letters: DeadLetters,
    private readonly audit: AuditTrail,
  ) {}

  async groups() {
    const { letters, parked } = await this.letters.count();
    return { total: letters, parked, groups: await groupLetters(this.dataSource) };
  }

  async one(visitor: Visitor, id: string): Promise<Answer<object>> {
    if (!visitor.roles.includes('operator')) return refused(visitor);
    await this.audit.note(visitor, { act: 'payload.view', target: id, details: { service: 'console' } });
    const letter = await readLetter(this.dataSource, id);
    return letter ? { ok: true, status: 200, json: letter } : { ok: false, status: 404, detail: `There is no dead letter "${id}": it was handled since.` };
  }

  async matching(ids: readonly string[]): Promise<Answer<{ matching: readonly DeadLetter[] }>> {
    return { ok: true, status: 200, json: { matching: await this.letters.list({ ids }) } };
  }

  /** `reason` where they are given up. */
  async change(visitor: Visitor, act: 'redrive' | 'discard', ids: readonly string[], reason: string): Promise<Answer<{ outcomes: readonly RedriveOutcome[] }>> {
    if (!visitor.roles.includes('operator')) return refused(visitor);
    const which: DeadLetterFilter = { ids };
    const work = (): Promise<RedriveOutcome[]> => (act === 'redrive' ? this.letters.redrive(which) : this.letters.discard(which, { by: visitor.actor, reason }));
    const outcomes = await this.audit.record(visitor, { act: `console POST /v1/dead-letters/${act}`, target: ids.slice(0, 20).join(', '), details: { count: ids.length, reason } }, work);
    return { ok: true, status: 200, json: { outcomes } };
  }
}
