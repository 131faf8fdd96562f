import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, ProblemException, Tokens, zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { SignInByPassword } from '../accounts/sign-in-by-password.js';
import { AuditTrail } from '../audit/audit-trail.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { Attempts } from './attempts.js';
import { safePath } from './safe-path.js';
import { signInTexts } from './sign-in.texts.js';
import { SignIn, type SigningIn } from './sign-in.js';

const form = z.object({ token: z.string().max(500).default(''), name: z.string().max(200).default(''), password: z.string().max(1_000).default(''), to: z.string().max(2_000).default('/') });

/** Which of the ways in failed, and the sentence that says why (a name in the texts, or a problem's own). */
interface Failed {
  readonly way: 'token' | 'password';
  readonly detail?: string;
}

@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly byPassword: SignInByPassword,
    private readonly attempts: Attempts,
    private readonly tokens: Tokens,
    private readonly audit: AuditTrail,
    private readonly pages: Pages,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  @Get('sign-in')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('to') to = '/', @Query('failed') failed?: string): void {
    this.show(request, reply, safePath(to), failed === 'oidc' ? 'oidc' : undefined);
  }

  /** With a role's token, or with the name and password of an account. */
  @Post('sign-in')
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(form)) sent: z.infer<typeof form>): Promise<void> {
    this.signIn.assertOwnForm(request);
    const to = safePath(sent.to);
    const way = sent.token === '' && sent.name !== '' ? 'password' : 'token';
    try {
      const who = way === 'token' ? await this.byToken(request, sent.token.trim()) : await this.byPassword.find(sent.name, sent.password, request.ip);
      if (!who) return this.show(request, reply, to, { way }, 401, sent.name);
      void reply.status(303).header('set-cookie', await this.signIn.begin(request, who)).header('location', to).header('cache-control', 'no-store').send('');
    } catch (error) {
      if (!(error instanceof ProblemException)) throw error;
      if (error.extras.retryAfterSeconds !== undefined) void reply.header('retry-after', String(error.extras.retryAfterSeconds));
      this.show(request, reply, to, { way, detail: error.detail }, error.getStatus(), sent.name);
    }
  }

  @Post('sign-out')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.signIn.assertOwnForm(request);
    void reply.status(303).header('set-cookie', await this.signIn.end(request)).header('location', '/sign-in').header('cache-control', 'no-store').send('');
  }

  private async byToken(request: FastifyRequest, token: string): Promise<SigningIn | undefined> {
    await this.attempts.take(null, request.ip);
    const caller = this.config.TOKEN_SIGN_IN === '1' ? this.tokens.callerOf(token) : undefined;
    // A token of a service, or one that was made for somebody's request, is not a person's.
    const isPersons = caller !== undefined && caller.through === undefined && !caller.roles.includes('service');
    await this.audit.note({ actor: isPersons ? caller.name : '?', roles: isPersons ? caller.roles : [], address: request.ip }, { act: 'session.begin', target: 'token', details: null }, isPersons ? 'done' : 'refused');
    if (!isPersons) return undefined;
    return { token };
  }

  private show(request: FastifyRequest, reply: FastifyReply, to: string, failed: Failed | 'oidc' | undefined, status = 200, name = ''): void {
    const ways = { oidc: this.config.OIDC_ISSUER === undefined ? undefined : this.config.OIDC_NAME, password: this.config.LOCAL_ACCOUNTS === '1', token: this.config.TOKEN_SIGN_IN === '1' };
    this.pages.send(request, reply, 'sign-in', { visitor: undefined, texts: signInTexts, to, failed, ways, name }, status);
  }
}
