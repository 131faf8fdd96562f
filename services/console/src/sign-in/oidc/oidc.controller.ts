import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, LOG, problem, type Log } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AuditTrail } from '../../audit/audit-trail.js';
import type { ConsoleConfig } from '../../console.config.js';
import { Attempts } from '../attempts.js';
import { safePath } from '../safe-path.js';
import { SignIn } from '../sign-in.js';
import { Oidc, OidcRefused } from './oidc.js';

const cookieName = 'wiredesk_oidc';
const failedPage = '/sign-in?failed=oidc';

/** To the identity provider, and back. */
@ApiExcludeController()
@Controller('sign-in/oidc')
export class OidcController {
  private readonly secure: string;

  constructor(
    private readonly oidc: Oidc,
    private readonly signIn: SignIn,
    private readonly attempts: Attempts,
    private readonly audit: AuditTrail,
    @Inject(LOG) private readonly log: Log,
    @Inject(CONFIG) config: ConsoleConfig,
  ) {
    this.secure = config.PUBLIC_URL?.startsWith('https:') ? '; Secure' : '';
  }

  @Get()
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('to') to = '/'): Promise<void> {
    if (!this.oidc.isConfigured) throw problem(404, 'oidc-absent', 'No identity provider is configured (OIDC_ISSUER).');
    await this.attempts.take(null, request.ip);
    try {
      const { url, pending, maxAgeSeconds } = await this.oidc.begin(safePath(to));
      void reply.status(303).header('set-cookie', this.cookie(pending, maxAgeSeconds)).header('location', url).header('cache-control', 'no-store').send('');
    } catch (error) {
      this.log.error({ err: error }, 'the identity provider does not answer as it should');
      void reply.status(303).header('location', failedPage).header('cache-control', 'no-store').send('');
    }
  }

  @Get('callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.oidc.isConfigured) throw problem(404, 'oidc-absent', 'No identity provider is configured (OIDC_ISSUER).');
    const at = request.url.indexOf('?');
    const pending = new RegExp(`(?:^|;\\s*)${cookieName}=([A-Za-z0-9_-]+)`).exec(request.headers.cookie ?? '')?.[1];
    const forget = this.cookie('', 0);
    try {
      const arrived = await this.oidc.end(at < 0 ? '' : request.url.slice(at), pending);
      await this.audit.note({ actor: `console:${arrived.name}`, roles: arrived.roles, address: request.ip }, { act: 'session.begin', target: `console:${arrived.name}`, details: { by: 'identity provider' } });
      const session = await this.signIn.begin(request, { accountId: arrived.accountId });
      void reply.status(303).header('set-cookie', [forget, session]).header('location', safePath(arrived.to)).header('cache-control', 'no-store').send('');
    } catch (error) {
      if (!(error instanceof OidcRefused)) throw error;
      await this.attempts.take(null, request.ip);
      await this.audit.note({ actor: '?', roles: [], address: request.ip }, { act: 'session.begin', target: 'identity provider', details: null }, 'refused', error.message);
      void reply.status(303).header('set-cookie', forget).header('location', failedPage).header('cache-control', 'no-store').send('');
    }
  }

  /** Lax: it has to come along when the provider sends the browser back. */
  private cookie(value: string, seconds: number): string {
    return `${cookieName}=${value}; Path=/sign-in/oidc; HttpOnly; SameSite=Lax; Max-Age=${seconds}${this.secure}`;
  }
}
