import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { productVersion } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { findingsOf } from './findings.decide.js';
import { ReadSystem } from './read-system.js';
import { systemTexts as texts } from './system.texts.js';

/** `/system`: what runs, in which version, with which migrations and topics, and how far each group is behind. */
@ApiExcludeController()
@Controller('system')
export class SystemScreen {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly system: ReadSystem,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const [own, others, topics] = await Promise.all([this.system.own(), this.system.parts(visitor), this.system.topics()]);
    const parts = [...others, own].map((part) => ({ ...part, findings: part.answer.ok ? findingsOf(part.answer.json, productVersion) : [] }));
    this.pages.send(request, reply, 'system', { visitor, texts, parts, topics, version: productVersion });
  }
}
