import { Injectable } from '@nestjs/common';
import { bearerToken, problem, Tokens, type Role } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { tokenDigest } from './secret.js';
import { subscriberOfToken } from './subscriber.store.js';

/** Who calls: a subscriber by its own token, or somebody with a role. */
export type KnownCaller = { readonly kind: 'subscriber'; readonly subscriberId: string } | { readonly kind: 'role'; readonly name: string; readonly roles: readonly Role[] };

const roles: readonly Role[] = ['operator', 'service', 'editor', 'rights-officer', 'viewer'];

/** For calls that subscribers make about their own copies. */
@Injectable()
export class SubscriberCallers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: Tokens,
  ) {}

  /** The caller; undefined without a token. Throws 401 for a token that nobody has. */
  async callerOf(request: FastifyRequest): Promise<KnownCaller | undefined> {
    const token = bearerToken(request);
    if (token === undefined) return undefined;
    const known = this.tokens.callerOf(token);
    if (known?.roles.some((role) => roles.includes(role))) return { kind: 'role', name: known.name, roles: known.roles };
    const subscriber = token.startsWith('wds_') ? await subscriberOfToken(this.dataSource, tokenDigest(token)) : undefined;
    if (!subscriber) throw problem(401, 'token-unknown', 'This token is not known here. Subscribers use the token that they were shown when they were made.');
    return { kind: 'subscriber', subscriberId: subscriber.id };
  }

  /** The caller. Throws 401 without one. */
  async required(request: FastifyRequest): Promise<KnownCaller> {
    const caller = await this.callerOf(request);
    if (!caller) throw problem(401, 'token-missing', 'Send "Authorization: Bearer <token>": a subscriber\'s token, or one with a role.');
    return caller;
  }

  /** The caller, if it may see what belongs to this subscriber: the subscriber itself, or a role. Throws 401 or 403. */
  async requiredFor(request: FastifyRequest, subscriberId: string): Promise<KnownCaller> {
    const caller = await this.required(request);
    if (caller.kind === 'subscriber' && caller.subscriberId !== subscriberId) throw problem(403, 'not-yours', 'This token belongs to another subscriber.');
    return caller;
  }

  /** The caller, if it may act for this subscriber: the subscriber itself, or an operator. Throws 401 or 403. */
  async mayChange(request: FastifyRequest, subscriberId: string): Promise<KnownCaller> {
    const caller = await this.requiredFor(request, subscriberId);
    if (caller.kind === 'role' && !caller.roles.includes('operator')) throw problem(403, 'role-missing', `This call needs the role operator; "${caller.name}" has ${caller.roles.join(', ')}.`);
    return caller;
  }
}
