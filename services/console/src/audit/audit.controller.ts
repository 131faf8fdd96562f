import { Readable } from 'node:stream';

import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { cursorOf, csvRow, filterOf, placeOf, readAuditQuery } from './audit-query.decide.js';
import { readActs, type ActRow, type AuditFilter } from './audit.store.js';
import { auditTexts } from './audit.texts.js';
import { AuditTrail } from './audit-trail.js';

const perPage = 50;
const exportedAtOnce = 1_000;
const exportedMax = 100_000;

/** Who did what here, for operators and rights officers. */
@ApiExcludeController()
@Controller('audit')
export class AuditController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly trail: AuditTrail,
    private readonly pages: Pages,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() sent: Record<string, unknown>): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertRole(visitor, 'operator', 'rights-officer');
    const query = readAuditQuery(sent);
    const found = await readActs(this.dataSource, filterOf(query), perPage + 1, placeOf(query.cursor));
    const acts = found.slice(0, perPage);
    const last = acts.at(-1);
    const isFiltered = Object.values(query).some((value) => value !== '');
    this.pages.send(request, reply, 'audit', { visitor, texts: auditTexts, query, acts, isFiltered, next: found.length > perPage && last ? cursorOf(last) : undefined });
  }

  /** The same as a file, the newest 100,000 at most. */
  @Get('export.csv')
  async export(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() sent: Record<string, unknown>): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertRole(visitor, 'operator', 'rights-officer');
    const query = readAuditQuery(sent);
    await this.trail.note(visitor, { act: 'audit.export', target: null, details: query });
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="wiredesk-audit.csv"')
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(Readable.from(this.rows(filterOf(query))));
  }

  /** Read as the receiver takes it: never more than a thousand in memory. */
  private async *rows(filter: AuditFilter): AsyncGenerator<string> {
    yield csvRow(['at', 'actor', 'roles', 'address', 'act', 'target', 'outcome', 'outcome_detail', 'details', 'act_id']);
    let last: ActRow | undefined;
    for (let written = 0; written < exportedMax; written += exportedAtOnce) {
      const acts: ActRow[] = await readActs(this.dataSource, filter, exportedAtOnce, last);
      for (const one of acts) yield csvRow([one.at.toISOString(), one.actor, one.roles.join(' '), one.address, one.act, one.target ?? '', one.outcome, one.outcomeDetail ?? '', JSON.stringify(one.details), one.actId]);
      last = acts.at(-1);
      if (acts.length < exportedAtOnce) return;
    }
  }
}
