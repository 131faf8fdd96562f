import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AuditTrail } from '../audit/audit-trail.js';
import { Pages } from '../pages/pages.js';
import { Attempts } from '../sign-in/attempts.js';
import { SignIn } from '../sign-in/sign-in.js';
import { accountsTexts } from './accounts.texts.js';
import { OneTimeLinks } from './one-time-links.js';

const form = z.object({ name: z.string().max(200).default(''), password: z.string().max(1_000).default(''), again: z.string().max(1_000).default('') });

/** Where one-time links lead: set a password, and be signed in. */
@ApiExcludeController()
@Controller('welcome')
export class WelcomeController {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly attempts: Attempts,
    private readonly signIn: SignIn,
    private readonly audit: AuditTrail,
    private readonly pages: Pages,
  ) {}

  @Get(':token')
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string): Promise<void> {
    const link = await this.links.read(token);
    this.pages.send(request, reply, 'welcome', { visitor: undefined, texts: accountsTexts, link, name: link.name ?? '', fault: undefined });
  }

  @Post(':token')
  async set(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string, @Body(zodForm(form)) sent: z.infer<typeof form>): Promise<void> {
    this.signIn.assertOwnForm(request);
    await this.attempts.take(null, request.ip);
    const link = await this.links.read(token);
    const who = await this.links.welcome(token, sent);
    if ('fault' in who) return this.pages.send(request, reply, 'welcome', { visitor: undefined, texts: accountsTexts, link, name: link.name ?? sent.name, fault: who.fault }, 422);
    await this.audit.note({ actor: `console:${who.name}`, roles: [], address: request.ip }, { act: 'account.password', target: `console:${who.name}`, details: { by: `${link.purpose} link`, madeBy: link.createdBy } });
    void reply.status(303).header('set-cookie', await this.signIn.begin(request, who)).header('location', '/').header('cache-control', 'no-store').send('');
  }
}
