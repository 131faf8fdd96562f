import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { bearerToken, CLOCK, CONFIG, problem, ProblemException, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { certificateOf, openPoints, signedText } from '../certificate/certificate.js';
import { certificatePdf, type SignedCertificate } from '../certificate/certificate-pdf.js';
import { issuedOnce } from '../certificate/issued.store.js';
import { prefersHtml, sendPage } from '../pages/answer.js';
import { languageOf } from '../pages/page-language.decide.js';
import type { RightsConfig } from '../rights.config.js';
import { SigningKeys } from '../signing/signing-keys.js';
import { casePage, unknownCasePage } from './case-page.js';
import { CaseReader, type ReadCase } from './read-case.js';

/** `/cases/{number}`: what a claimant sees by the private link, as a page or as JSON. */
@ApiTags('cases')
@Controller('cases')
export class CasesController {
  constructor(
    private readonly reader: CaseReader,
    private readonly keys: SigningKeys,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':number')
  @ApiOperation({ summary: 'A case: state, next deadline and coverage of each target' })
  @ApiQuery({ name: 'token', required: false, description: 'The private token; or as `Authorization: Bearer`' })
  @ApiResponse({ status: 404, description: 'No such case, or not its token: the two look the same' })
  async one(@Param('number') number: string, @Query('token') token: string | undefined, @Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const html = prefersHtml(request.headers.accept);
    const language = languageOf(lang, request.headers['accept-language']);
    let read: ReadCase;
    try {
      read = await this.reader.read(number, tokenFrom(token, request));
    } catch (error) {
      if (!html || !(error instanceof ProblemException)) throw error;
      return sendPage(reply, 404, unknownCasePage(language));
    }
    if (html) return sendPage(reply, 200, casePage(read, { language, token: token ?? '', operator: this.config.OPERATOR_NAME, points: openPoints(read.view) }));
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex').header('vary', 'accept').send({ case: read.view });
  }

  @Get(':number/certificate')
  @ApiOperation({ summary: 'The signed certificate of a complete removal; before that, what is open' })
  @ApiQuery({ name: 'token', required: false })
  @ApiResponse({ status: 200, description: '`{certificate, signature: {algorithm, keyId, value}}`; verify the canonical JSON (RFC 8785) of `certificate` with the key at /.well-known/wiredesk-signing-key' })
  @ApiResponse({ status: 409, description: 'Not complete: `open` names what is missing' })
  async certificate(@Param('number') number: string, @Query('token') token: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const signed = await this.signed(number, tokenFrom(token, request));
    sendFile(reply, `${signed.certificate.case.number}.json`, 'application/json; charset=utf-8', JSON.stringify(signed, null, 2));
  }

  @Get(':number/certificate.pdf')
  @ApiOperation({ summary: 'The same certificate as a PDF in zh or en, with the signed JSON attached' })
  @ApiQuery({ name: 'token', required: false })
  @ApiResponse({ status: 409, description: 'Not complete: `open` names what is missing' })
  async certificateAsPdf(@Param('number') number: string, @Query('token') token: string | undefined, @Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const signed = await this.signed(number, tokenFrom(token, request));
    const pdf = await certificatePdf(signed, { language: languageOf(lang, request.headers['accept-language']), publicUrl: this.config.RIGHTS_PUBLIC_URL });
    sendFile(reply, `${signed.certificate.case.number}.pdf`, 'application/pdf', pdf);
  }

  private async signed(number: string, token: string | undefined): Promise<SignedCertificate> {
    const { one, view } = await this.reader.read(number, token);
    if (!view.complete) {
      throw problem(409, 'certificate-not-yet', 'The removal is not complete yet; "open" names what is missing. Ask again later.', { members: { open: openPoints(view), coverage: { copies: view.coverage.copies, gone: view.coverage.gone } } });
    }
    const now = this.clock.now();
    const certificate = await issuedOnce(this.dataSource, one.caseId, certificateOf(view, this.config.OPERATOR_NAME, now.toISOString()), now);
    return { certificate, signature: await this.keys.sign(signedText(certificate)) };
  }
}

const sendFile = (reply: FastifyReply, name: string, type: string, content: string | Buffer): void => {
  void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex').header('referrer-policy', 'no-referrer').header('content-disposition', `attachment; filename="${name}"`).type(type).send(content);
};

const tokenFrom = (query: string | undefined, request: FastifyRequest): string | undefined => bearerToken(request) ?? (typeof query === 'string' && query !== '' ? query : undefined);
