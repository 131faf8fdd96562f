import { createHash, randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { actingKey, CLOCK, CONFIG, problem, signActingToken, Tokens, uuidv7, type Clock, type Role } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';
import { openText, sealingKey, sealText } from './sealing.js';
import { createSession, endSession, noteSeen, sessionOf, type SessionRow } from './session.store.js';
import { permissionsOfRoles, type Permission, type Visitor } from './visitor.js';

export type { Permission, Visitor } from './visitor.js';

const cookieBytes = 32;
const agentCharsMax = 200;
/** A session's last use is written down at most this often. */
const seenEveryMs = 60_000;

const visitors = new WeakMap<object, Visitor>();

/** Who signs in: with a role's token, or with an account. */
export type SigningIn = { readonly token: string } | { readonly accountId: string };

/**
 * Sessions of the console's pages. A browser holds a random secret in a cookie that scripts cannot read; here is its
 * hash, so that a session can be seen and ended, on every replica, and the table opens nothing. A role's token is kept
 * sealed with that secret.
 */
@Injectable()
export class SignIn {
  private readonly secure: boolean;
  private readonly cookieName: string;
  private readonly acting: { readonly by: string; readonly key: Buffer } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly tokens: Tokens,
    private readonly dataSource: DataSource,
  ) {
    this.secure = config.PUBLIC_URL?.startsWith('https:') ?? false;
    this.cookieName = this.secure ? '__Host-wiredesk_console' : 'wiredesk_console';
    const own = config.SERVICE_TOKEN === undefined ? undefined : tokens.callerOf(config.SERVICE_TOKEN);
    this.acting = own && config.SERVICE_TOKEN !== undefined ? { by: own.name, key: actingKey(config.SERVICE_TOKEN) } : undefined;
  }

  /** Looks whose session a request carries; called for each request before its handler. */
  async recognise(request: FastifyRequest): Promise<void> {
    visitors.delete(request);
    const secret = this.secretOf(request);
    if (secret === undefined) return;
    const now = this.clock.now();
    const session = await sessionOf(this.dataSource, digestOf(secret), now, new Date(now.getTime() - this.config.SESSION_IDLE_MINUTES * 60_000));
    const visitor = session && this.visitorFrom(session, secret, request.ip);
    if (!visitor) return;
    visitors.set(request, visitor);
    if (now.getTime() - session.seenAt.getTime() > seenEveryMs) await noteSeen(this.dataSource, session.sessionId, now);
  }

  /** Who asks; undefined where nobody is signed in, the session ended, or the account or token was withdrawn since. */
  visitorOf(request: FastifyRequest): Visitor | undefined {
    return visitors.get(request);
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

  /** Problem 403 unless the visitor has one of these roles. */
  assertRole(visitor: Visitor, ...roles: Role[]): void {
    if (!visitor.roles.some((role) => roles.includes(role))) throw problem(403, 'role-missing', `This needs the role ${roles.join(' or ')}; ${visitor.name} has ${visitor.roles.join(', ') || 'none'}. An operator gives it under Users and keys.`);
  }

  /** To the sign-in page, and back here afterwards. htmx is told to load that page whole. */
  ask(request: FastifyRequest, reply: FastifyReply): void {
    const location = `/sign-in?to=${encodeURIComponent(request.url)}`;
    if (request.headers['hx-request'] === 'true') void reply.status(401).header('hx-redirect', location).header('cache-control', 'no-store').send('');
    else void reply.status(303).header('location', location).header('cache-control', 'no-store').send('');
  }

  /** Begins a session; returns its cookie. The token of a role has to be known. */
  async begin(request: FastifyRequest, who: SigningIn): Promise<string> {
    const secret = randomBytes(cookieBytes).toString('base64url');
    const now = this.clock.now();
    const seconds = Math.round(this.config.SESSION_HOURS * 3_600);
    await createSession(this.dataSource, {
      digest: digestOf(secret),
      sessionId: uuidv7(),
      accountId: 'accountId' in who ? who.accountId : null,
      sealedToken: 'token' in who ? sealText(sealingKey('session', secret), who.token) : null,
      tokenName: 'token' in who ? (this.tokens.callerOf(who.token)?.name ?? null) : null,
      now,
      endsAt: new Date(now.getTime() + seconds * 1_000),
      address: request.ip,
      agent: (request.headers['user-agent'] ?? '').slice(0, agentCharsMax),
    });
    return this.cookie(secret, seconds);
  }

  /** Ends the session of a request; returns the cookie that forgets it. */
  async end(request: FastifyRequest): Promise<string> {
    const secret = this.secretOf(request);
    if (secret !== undefined) await endSession(this.dataSource, digestOf(secret));
    return this.cookie('', 0);
  }

  /** A form may only be posted from a page of ours. SameSite covers it in browsers; this says so to all others. */
  assertOwnForm(request: FastifyRequest): void {
    const origin = request.headers.origin;
    const from = request.headers['sec-fetch-site'];
    const own = origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
    if (!own || (from !== undefined && from !== 'same-origin')) throw problem(403, 'foreign-form', 'This form was sent from another site. Open the console itself and try again.');
  }

  private visitorFrom(session: SessionRow, secret: string, address: string): Visitor | undefined {
    if (session.kind === 'token') {
      const token = openText(sealingKey('session', secret), session.sealedToken);
      const caller = token === undefined ? undefined : this.tokens.callerOf(token);
      return token !== undefined && caller ? { ...caller, actor: caller.name, token, permissions: permissionsOfRoles(caller.roles), sessionId: session.sessionId, accountId: null, address } : undefined;
    }
    const actor = `console:${session.name}`;
    const token = this.acting && session.roles.length > 0 ? signActingToken(this.acting.key, { by: this.acting.by, name: actor, roles: [...session.roles, ...session.permissions] }, this.clock.now().getTime()) : '';
    return { name: session.displayName, actor, roles: session.roles, token, permissions: session.permissions, sessionId: session.sessionId, accountId: session.accountId, address };
  }

  private secretOf(request: FastifyRequest): string | undefined {
    return new RegExp(`(?:^|;\\s*)${this.cookieName}=([A-Za-z0-9_-]{20,100})`).exec(request.headers.cookie ?? '')?.[1];
  }

  /** Lax, so that a link in a mail opens signed in; what changes something is a form of our own in any case. */
  private cookie(value: string, seconds: number): string {
    return `${this.cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${this.secure ? '; Secure' : ''}`;
  }
}

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
