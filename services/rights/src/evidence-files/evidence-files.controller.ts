import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { bearerToken, check, CLOCK, LOG, problem, Tokens, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { caseByNumber, saveCaseEvents, type Case } from '../cases/case.store.js';
import { CaseReader } from '../cases/read-case.js';
import { officerOf } from '../officer-desk/desk-access.js';
import { fileContent, filesOfCase, type EvidenceFile } from './evidence-file.store.js';
import { keepFiles } from './keep-files.js';
import { isMultipart, readMultipart } from './multipart.js';

/** Files of evidence: given by who filed the notice or by an officer, downloaded by officers, never shown. */
@ApiTags('cases')
@Controller()
export class EvidenceFilesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: CaseReader,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Post('cases/:number/files')
  @HttpCode(201)
  @ApiConsumes('multipart/form-data')
  @ApiOperation({ summary: 'Give files as evidence: fields `file`, and `token` or `Authorization: Bearer`' })
  @ApiResponse({ status: 201, description: '`{files: [{fileId, name, bytes, sha256}]}`: compare the hashes with your own' })
  @ApiResponse({ status: 413, description: 'A file has more than 10 MB' })
  async give(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isMultipart(request)) throw problem(415, 'not-multipart', 'Send the files as multipart/form-data, in fields named "file".');
    const { fields, files } = await readMultipart(request);
    const token = bearerToken(request) ?? [fields['token'] ?? ''].flat()[0];
    const { one, by } = await this.giver(number, token);
    if (files.length === 0) throw problem(422, 'no-file', 'No file came with the form. Choose one and send it again.', { errors: [{ pointer: '/file', detail: 'at least one' }] });
    const kept = await inTransaction(this.dataSource, (tx) => keepFiles(tx, one.caseId, files, { by, now: this.clock.now() }));
    this.log.info({ case: one.number, files: kept.length, by }, 'evidence given');
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    if ((request.headers.accept ?? '').includes('text/html')) return void reply.status(303).header('location', `/cases/${one.number}?${new URLSearchParams({ token: token ?? '' }).toString()}`).send();
    void reply.status(201).send({ files: kept.map(({ fileId, name, bytes, sha256 }) => ({ fileId, name, bytes, sha256 })) });
  }

  @Get('v1/cases/:number/files')
  @ApiOperation({ summary: 'Files of a case, without their bytes; rights officers only' })
  async list(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    officerOf(request, this.tokens);
    const files: EvidenceFile[] = await filesOfCase(this.dataSource, (await this.caseOf(number)).caseId);
    void reply.header('cache-control', 'no-store').send({ files });
  }

  /** As bytes to be saved, whatever it is: with no type that a browser would open, in a sandbox, and noted by whom. */
  @Get('v1/cases/:number/files/:fileId')
  @ApiOperation({ summary: 'Download a file of evidence; each download is noted in the case; rights officers only' })
  async download(@Param('number') number: string, @Param('fileId') fileId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const officer = officerOf(request, this.tokens);
    const one = await this.caseOf(number);
    const file = await fileContent(this.dataSource, one.caseId, check(z.uuid(), fileId));
    if (!file) throw problem(404, 'file-unknown', 'This case has no such file.');
    await inTransaction(this.dataSource, (tx) =>
      saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: one.caseId, targetId: null, at: this.clock.now().toISOString(), actor: `officer:${officer.name}`, type: 'file-read', detail: { fileId, sha256: file.sha256 } }]),
    );
    void reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${file.sha256.slice(0, 16)}.bin"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`)
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('x-content-type-options', 'nosniff')
      .header('cross-origin-resource-policy', 'same-origin')
      .header('x-robots-tag', 'noindex')
      .type('application/octet-stream')
      .send(file.content);
  }

  private async caseOf(number: string): Promise<Case> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    return one;
  }

  private async giver(number: string, token: string | undefined): Promise<{ one: Case; by: string }> {
    const caller = token === undefined ? undefined : this.tokens.callerOf(token);
    if (caller?.roles.includes('rights-officer') === true) return { one: await this.caseOf(number), by: `officer:${caller.name}` };
    const { one, mayWithdraw } = await this.reader.read(number, token);
    if (!mayWithdraw) throw problem(403, 'token-reads-only', 'This token only reads. Who filed the notice first has the one that adds to it.');
    return { one, by: 'claimant' };
  }
}
