import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { auditTexts } from './audit.texts.js';
import { RightsLog } from './rights-log.js';

/** What rights decided, read from its public log and proved again. Everybody who is signed in may look: so may the public. */
@ApiExcludeController()
@Controller('audit/rights')
export class RightsLogController {
  constructor(
    private readonly log: RightsLog,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('tile') tile?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const asked = tile !== undefined && /^\d{1,9}$/.test(tile) ? Number(tile) : undefined;
    this.pages.send(request, reply, 'rights-log', { visitor, texts: auditTexts, log: await this.log.page(asked) });
  }
}
