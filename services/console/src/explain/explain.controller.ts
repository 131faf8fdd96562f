import { Controller, Get, Header, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { problem, ProblemException, Roles } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { ExplainItem } from './explain.handler.js';

const askedCharsMax = 500;

/** `/v1/explain` for machines, `/explain` for people. */
@ApiTags('explain')
@Controller()
export class ExplainController {
  constructor(
    private readonly explaining: ExplainItem,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
  ) {}

  @Get('v1/explain')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Why is this (not) live? One timeline and one sentence' })
  @ApiQuery({ name: 'id', required: false, description: 'Item id or guid' })
  @ApiQuery({ name: 'url', required: false, description: 'Address of the page here or at the upstream' })
  explain(@Query('id') id?: string, @Query('url') url?: string) {
    const asked = id ?? url;
    if (!asked) throw problem(400, 'question-missing', 'Say which item: ?id=<item id or guid> or ?url=<address>.');
    return this.explaining.explain(asked.slice(0, askedCharsMax));
  }

  @Get('explain')
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('q') asked = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const question = asked.trim().slice(0, askedCharsMax);
    let found: Awaited<ReturnType<ExplainItem['explain']>> | undefined;
    let failed: string | undefined;
    try {
      found = question === '' ? undefined : await this.explaining.explain(question);
    } catch (error) {
      if (!(error instanceof ProblemException)) throw error;
      failed = error.detail;
    }
    this.pages.send(request, reply, 'explain', { visitor, question, found, failed }, failed === undefined ? 200 : 404);
  }
}
