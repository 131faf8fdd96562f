import { createHash, timingSafeEqual } from 'node:crypto';

import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';

import type { Role, TokenEntry } from '../config/config.js';
import { problem } from '../problem/problem.js';

const ROLES = 'roles';

/** A route that only these roles may call. Without it a route is public. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES, roles);

/** Who calls. */
export interface Caller {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** The tokens that this service accepts; only their hashes are kept. */
@Injectable()
export class Tokens {
  private readonly known: readonly { digest: Buffer; caller: Caller }[];

  constructor(entries: readonly TokenEntry[]) {
    this.known = entries.map((entry) => ({ digest: digestOf(entry.token), caller: { name: entry.name, roles: entry.roles } }));
  }

  /** The caller of a token, undefined if nobody has it. Compares with every known one, in constant time each. */
  callerOf(token: string): Caller | undefined {
    const digest = digestOf(token);
    let found: Caller | undefined;
    for (const entry of this.known) if (timingSafeEqual(entry.digest, digest)) found = entry.caller;
    return found;
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
    if (!caller) throw problem(401, 'token-unknown', 'This token is not known here. Was it rotated?');
    if (!caller.roles.some((role) => wanted.includes(role))) {
      throw problem(403, 'role-missing', `This call needs the role ${wanted.join(' or ')}; "${caller.name}" has ${caller.roles.join(', ')}.`);
    }
    callers.set(request, caller);
    return true;
  }
}
