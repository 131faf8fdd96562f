import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { callerOf, CLOCK, LOG, parseJson, problem, Roles, zodQuery, type Clock, type Log } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { canonicalJson } from '../canonical-json.js';
import { itemsOfSource } from '../clearing/item.store.js';
import { licenceObject, readLicence, type GrantTerms } from '../manage-grants/licence.decide.js';
import { ManageGrants } from '../manage-grants/manage-grants.handler.js';
import { previewGrants } from '../preview-grant/decide.js';
import { activeGrants, expiringGrants, licensedSources, type ActiveGrant } from './licensed-source.store.js';
import { grantColumns, namedRow, parseCsv, writeCsv } from './table.js';

const rowsMax = 1_000;
const grantsMax = 10_000;
const itemsLookedAtMax = 20_000;
const dayMs = 86_400_000;
const importedRow = licenceObject.extend({ sourceId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63') });
const formatQuery = z.object({ format: z.enum(['json', 'csv']).default('json') });
const importQuery = z.object({ apply: z.enum(['yes', 'no']).default('no').describe('Absent: a dry run, which changes nothing.') });
const expiringQuery = z.object({ withinDays: z.coerce.number().int().min(1).max(400).default(60) });

/** What becomes of one row of an import. */
export interface ImportedRow {
  readonly row: number;
  readonly sourceId: string | null;
  readonly outcome: 'add' | 'known' | 'wrong';
  readonly detail: string | null;
}

/** `/v1/grants`: every grant as a table, in and out; and which end soon. */
@ApiTags('grants')
@Controller('v1/grants')
export class ImportGrantsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly grants: ManageGrants,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get()
  @Roles('rights-officer', 'operator')
  @ApiOperation({ summary: 'Every grant in force, as JSON or as CSV' })
  async all(@Query(zodQuery(formatQuery)) { format }: z.infer<typeof formatQuery>, @Res() reply: FastifyReply): Promise<void> {
    const grants = await activeGrants(this.dataSource, null, grantsMax);
    void reply.header('cache-control', 'no-store');
    if (format === 'json') return void reply.send({ grants });
    void reply.header('content-disposition', 'attachment; filename="grants.csv"').type('text/csv; charset=utf-8').send(writeCsv([grantColumns, ...grants.map(rowOf)]));
  }

  @Get('expiring')
  @Roles('rights-officer', 'operator')
  @ApiOperation({ summary: 'Grants that end soon, the soonest first: what only they allow goes dark then' })
  async expiring(@Query(zodQuery(expiringQuery)) { withinDays }: z.infer<typeof expiringQuery>): Promise<{ grants: ActiveGrant[] }> {
    const now = this.clock.now();
    return { grants: await expiringGrants(this.dataSource, now, new Date(now.getTime() + withinDays * dayMs), grantsMax) };
  }

  @Post('import')
  @Roles('rights-officer')
  @HttpCode(200)
  @ApiConsumes('application/json', 'text/csv')
  @ApiOperation({ summary: 'Grants from a table, as CSV or as JSON `{grants: [...]}`: a dry run unless `apply=yes`; a grant that is in force already is not added again' })
  async take(@Query(zodQuery(importQuery)) { apply }: z.infer<typeof importQuery>, @Req() request: FastifyRequest): Promise<{ applied: boolean; rows: ImportedRow[]; sources: object[] }> {
    const names = new Map((await licensedSources(this.dataSource, grantsMax)).map(({ sourceId, name }) => [sourceId, name]));
    const known = await activeGrants(this.dataSource, null, grantsMax);
    const inForce = new Set(known.map(({ sourceId, terms }) => canonicalJson({ sourceId, terms })));
    const added: { sourceId: string; licence: z.infer<typeof licenceObject>; terms: GrantTerms }[] = [];
    const rows = rowsIn(request).map((given, row): ImportedRow => {
      const parsed = importedRow.safeParse(given);
      if (!parsed.success) return { row, sourceId: null, outcome: 'wrong', detail: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ').slice(0, 500) };
      const { sourceId, ...licence } = parsed.data;
      const name = names.get(sourceId);
      if (name === undefined) return { row, sourceId, outcome: 'wrong', detail: 'This source is not known here; ingest tells it when it is created.' };
      const read = readLicence({ name, licence });
      if (read.kind !== 'grant') return { row, sourceId, outcome: 'wrong', detail: read.kind === 'unreadable' ? read.detail : 'This licence grants nothing.' };
      const key = canonicalJson({ sourceId, terms: read.terms });
      if (inForce.has(key)) return { row, sourceId, outcome: 'known', detail: null };
      inForce.add(key);
      added.push({ sourceId, licence, terms: read.terms });
      return { row, sourceId, outcome: 'add', detail: null };
    });
    const isWrong = rows.some(({ outcome }) => outcome === 'wrong');
    if (apply === 'yes' && isWrong) throw problem(422, 'rows-wrong', 'Some rows cannot be taken, so none was. Mend them and send the table again.', { errors: rows.flatMap(({ row, outcome, detail }) => (outcome === 'wrong' ? [{ pointer: `/${row}`, detail: detail ?? '' }] : [])).slice(0, 100) });
    const sources = await this.effects(known, added);
    const by = callerOf(request)?.name ?? 'unknown';
    if (apply === 'yes') for (const { sourceId, licence } of added) await this.grants.add(sourceId, licence, by);
    this.log.info({ rows: rows.length, added: added.length, applied: apply === 'yes', by }, 'grants imported');
    return { applied: apply === 'yes', rows, sources };
  }

  /** What would go dark and come back, per source. */
  private async effects(known: readonly ActiveGrant[], added: readonly { sourceId: string; terms: GrantTerms }[]): Promise<object[]> {
    const atMs = this.clock.now().getTime();
    const effects: object[] = [];
    for (const sourceId of [...new Set(added.map((one) => one.sourceId))]) {
      const grants = [...known.filter((one) => one.sourceId === sourceId).map(({ grantId, terms }) => ({ grantId, sourceId, ...terms })), ...added.filter((one) => one.sourceId === sourceId).map(({ terms }, i) => ({ grantId: `ffffffff-ffff-4fff-bfff-${String(i).padStart(12, '0')}`, sourceId, ...terms }))];
      const { sample: _sample, ...preview } = previewGrants(await itemsOfSource(this.dataSource, sourceId, itemsLookedAtMax), grants, atMs);
      effects.push({ sourceId, ...preview });
    }
    return effects;
  }
}

const rowsIn = (request: FastifyRequest): unknown[] => {
  const body = request.body instanceof Uint8Array ? Buffer.from(request.body) : Buffer.alloc(0);
  if ((request.headers['content-type'] ?? '').startsWith('text/csv')) {
    const [head, ...rows] = parseCsv(body.toString('utf8'), rowsMax + 2);
    const unknown = head?.find((name) => !(grantColumns as readonly string[]).includes(name.trim()));
    if (!head || unknown !== undefined) throw problem(422, 'columns-unknown', `${unknown === undefined ? 'The table has no head line' : `The column "${unknown.slice(0, 40)}" is not known`}. Columns: ${grantColumns.join(', ')}.`);
    return limited(rows.map((row) => namedRow(head.map((name) => name.trim()), row)));
  }
  const parsed = z.object({ grants: z.array(z.unknown()) }).safeParse(parseJson(request.body));
  if (!parsed.success) throw problem(422, 'fields-invalid', 'Send {"grants": [...]}, or a table as text/csv.');
  return limited(parsed.data.grants);
};

const limited = (rows: unknown[]): unknown[] => {
  if (rows.length > rowsMax) throw problem(422, 'rows-too-many', `At most ${rowsMax} rows at a time.`);
  return rows;
};

const rowOf = ({ sourceId, terms }: ActiveGrant): string[] => [
  sourceId, terms.channels.join(' '), terms.territories.join(' '), terms.languages.join(' '), terms.from ?? '', terms.until ?? '', terms.credit ?? '', terms.notice ?? '', String(terms.canonicalLinkRequired), terms.coversReserved ? 'covered' : 'not-covered',
];
