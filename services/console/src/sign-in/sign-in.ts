import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, Tokens, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ConsoleConfig } from '../console.config.js';
import { SessionSeal } from './session.js';
import { permissionsOfRoles, type Permission, type Visitor } from './visitor.js';

export type { Permission, Visitor } from './visitor.js';

const cookieName = 'wiredesk_console';

/** Sessions of the console's pages: a cookie that only this origin sends, unread by scripts. */
@Injectable()
export class SignIn {
  private readonly seal: SessionSeal;

  constructor(
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly tokens: Tokens,
  ) {
    this.seal = new SessionSeal(JSON.stringify(config.TOKENS));
  }

  /** Who asks; undefined where nobody is signed in, or the token was withdrawn since. */
  visitorOf(request: FastifyRequest): Visitor | undefined {
    const cookie = new RegExp(`(?:^|;\\s*)${cookieName}=([A-Za-z0-9_-]+)`).exec(request.headers.cookie ?? '')?.[1];
    const session = cookie === undefined ? undefined : this.seal.open(cookie, this.clock.now().getTime());
    const caller = session && this.tokens.callerOf(session.token);
    return session && caller && { ...caller, token: session.token, permissions: permissionsOfRoles(caller.roles) };
  }

  /** Who posts a form of ours. Problem 403 for a form of another site, 401 where nobody is signed in any more. */
  actorOf(request: FastifyRequest): Visitor {
    this.assertOwnForm(request);
    const visitor = this.visitorOf(request);
    if (!visitor) throw problem(401, 'signed-out', 'You are not signed in any more. Sign in and do it again; nothing was done.');
    return visitor;
  }

  /** Problem 403 unless the visitor may see what needs this permission. */
  assertMaySee(visitor: Visitor, permission: Permission): void {
    if (!visitor.permissions.includes(permission)) throw problem(403, 'permission-missing', `To see this needs the permission "${permission}"; ${visitor.name} does not have it. An operator gives it under Users and keys.`);
  }

  /** To the sign-in page, and back here afterwards. */
  ask(request: FastifyRequest, reply: FastifyReply): void {
    void reply.status(303).header('location', `/sign-in?to=${encodeURIComponent(request.url)}`).header('cache-control', 'no-store').send('');
  }

  /** The cookie for a token that is known; undefined for any other. */
  begin(token: string): string | undefined {
    if (!this.tokens.callerOf(token)) return undefined;
    const seconds = Math.round(this.config.SESSION_HOURS * 3_600);
    return this.cookie(this.seal.seal({ token, endsAtMs: this.clock.now().getTime() + seconds * 1_000 }), seconds);
  }

  end(): string {
    return this.cookie('', 0);
  }

  /** A form may only be posted from a page of ours. SameSite covers it in browsers; this says so to all others. */
  assertOwnForm(request: FastifyRequest): void {
    const origin = request.headers.origin;
    const from = request.headers['sec-fetch-site'];
    const own = origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
    if (!own || (from !== undefined && from !== 'same-origin')) throw problem(403, 'foreign-form', 'This form was sent from another site. Open the console itself and try again.');
  }

  private cookie(value: string, seconds: number): string {
    const secure = this.config.PUBLIC_URL?.startsWith('https:') ? '; Secure' : '';
    return `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
  }
}
