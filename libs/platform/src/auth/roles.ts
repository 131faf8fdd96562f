import { createHash, timingSafeEqual } from 'node:crypto';

import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';

import type { Role, TokenEntry } from '../config/config.js';
import { problem } from '../problem/problem.js';
import { actingKey, isActingToken, readActingToken } from './acting-token.js';

const ROLES = 'roles';

/** A route that only these roles may call. Without it a route is public. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES, roles);

/** Who calls. */
export interface Caller {
  readonly name: string;
  readonly roles: readonly Role[];
  /** The service that acts for them, where they did not call themselves. */
  readonly through?: string;
}

/** The tokens that this service accepts; only their hashes are kept, and of those who act for others what proves it. */
@Injectable()
export class Tokens {
  private readonly known: readonly { digest: Buffer; caller: Caller }[];
  private readonly acting: ReadonlyMap<string, { key: Buffer; roles: readonly Role[] }>;

  constructor(
    entries: readonly TokenEntry[],
    private readonly nowMs: () => number = Date.now,
  ) {
    this.known = entries.map((entry) => ({ digest: digestOf(entry.token), caller: { name: entry.name, roles: entry.roles } }));
    this.acting = new Map(entries.flatMap((entry) => (entry.actsFor ? [[entry.name, { key: actingKey(entry.token), roles: entry.actsFor }] as const] : [])));
  }

  /**
   * The caller of a token, undefined if nobody has it. Compares with every known one, in constant time each. A token
   * with which a service acts for somebody (`actsFor` in TOKENS) has that somebody as its caller, in no more roles than
   * the service may act in.
   */
  callerOf(token: string): Caller | undefined {
    if (isActingToken(token)) return this.actedFor(token);
    const digest = digestOf(token);
    let found: Caller | undefined;
    for (const entry of this.known) if (timingSafeEqual(entry.digest, digest)) found = entry.caller;
    return found;
  }

  private actedFor(token: string): Caller | undefined {
    const acting = readActingToken(token, (by) => this.acting.get(by)?.key, this.nowMs());
    const may = acting && this.acting.get(acting.by)?.roles;
    return acting?.roles.every((role) => may?.includes(role)) ? { name: acting.name, roles: acting.roles, through: acting.by } : undefined;
  }
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The token of an `Authorization: Bearer` header, undefined if there is none. */
export const bearerToken = (request: FastifyRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

const callers = new WeakMap<object, Caller>();

/** The caller of a request that passed a `@Roles` route; undefined on a public one. */
export const callerOf = (request: FastifyRequest): Caller | undefined => callers.get(request);

/** Lets a request through to a `@Roles` route if its token has one of the roles: 401 without, 403 with another. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const wanted = this.reflector.getAllAndOverride<Role[] | undefined>(ROLES, [context.getHandler(), context.getClass()]);
    if (!wanted) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = bearerToken(request);
    if (!token) throw problem(401, 'token-missing', 'Send "Authorization: Bearer <token>". The local stack prints its admin token at start.');
    const caller = this.tokens.callerOf(token);
    if (!caller && isActingToken(token)) throw problem(401, 'actor-unproven', 'The service that acts for somebody may not do so here: its entry in TOKENS needs "actsFor" with all of their roles, and the clocks of both machines have to agree.');
    if (!caller) throw problem(401, 'token-unknown', 'This token is not known here. Was it rotated?');
    if (!caller.roles.some((role) => wanted.includes(role))) {
      throw problem(403, 'role-missing', `This call needs the role ${wanted.join(' or ')}; "${caller.name}" has ${caller.roles.join(', ')}.`);
    }
    callers.set(request, caller);
    return true;
  }
}
