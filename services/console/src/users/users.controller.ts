import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { check, CONFIG, problem, zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { accountById, readAccounts } from '../accounts/account.store.js';
import { accountNamePattern } from '../accounts/one-time-links.js';
import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { peopleRoles, permissions } from '../sign-in/visitor.js';
import { ChangeAccount, type ShownLink } from './change-account.js';
import type { GrantChange } from './grants.decide.js';
import { usersTexts } from './users.texts.js';

/** A form sends one choice as a text, several as a list, none not at all. */
const several = <T extends readonly [string, ...string[]]>(values: T) => z.preprocess((sent) => (sent === undefined ? [] : Array.isArray(sent) ? sent : [sent]), z.array(z.enum(values)));
const grants = { roles: several(peopleRoles), permissions: several(permissions) };
const invitation = z.object({
  name: z.string().trim().toLowerCase().regex(accountNamePattern, 'letters, digits and . _ @ + -, at least two'),
  displayName: z.string().trim().min(1).max(100),
  ...grants,
});
const change = z.discriminatedUnion('kind', [z.object({ kind: z.literal('grants'), ...grants }), z.object({ kind: z.literal('disable') }), z.object({ kind: z.literal('enable') }), z.object({ kind: z.literal('link') })]);
const codes = z.string().max(2_000).transform((text) => text.split(/[\s,]+/).filter(Boolean)).pipe(z.array(z.string().max(64)).max(100));
const newKey = z.object({ name: z.string().trim().min(1).max(80), requestsPerMinute: z.coerce.number().int().min(1).max(6_000), sources: codes, languages: codes });

interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly requestsPerMinute: number;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** What was just made and is shown only now. */
interface Shown {
  readonly link?: ShownLink & { readonly name: string };
  readonly key?: string;
  readonly failed?: string;
}

/** People and what they may; keys of machines. For operators. */
@ApiExcludeController()
@Controller('users')
export class UsersController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly changing: ChangeAccount,
    private readonly services: AskServices,
    private readonly pages: Pages,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertRole(visitor, 'operator');
    return this.show(request, reply, visitor, {});
  }

  @Post()
  async invite(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(invitation)) order: z.infer<typeof invitation>): Promise<void> {
    const visitor = this.operatorOf(request);
    if (order.roles.length === 0) throw problem(422, 'role-missing', 'Give at least one role.');
    const link = await this.changing.invite(visitor, order);
    return this.show(request, reply, visitor, { link: { ...link, name: order.name } });
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    this.signIn.assertRole(visitor, 'operator');
    return this.showOne(request, reply, visitor, check(z.uuid(), id), { done: done === 'changed' });
  }

  @Post(':id')
  async change(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(change)) order: GrantChange): Promise<void> {
    const visitor = this.operatorOf(request);
    const accountId = check(z.uuid(), id);
    const link = await this.changing.change(visitor, accountId, order);
    if (link) return this.showOne(request, reply, visitor, accountId, { link });
    void reply.status(303).header('location', `/users/${accountId}?done=changed`).header('cache-control', 'no-store').send('');
  }

  @Post('keys/new')
  async makeKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(newKey)) order: z.infer<typeof newKey>): Promise<void> {
    const visitor = this.operatorOf(request);
    const filter = { ...(order.sources.length > 0 ? { sources: order.sources } : {}), ...(order.languages.length > 0 ? { languages: order.languages } : {}) };
    const answer = await this.services.post<{ key: string }>(visitor, 'publish', '/v1/api-keys', { name: order.name, requestsPerMinute: order.requestsPerMinute, filter });
    return this.show(request, reply, visitor, answer.ok ? { key: answer.json.key } : { failed: answer.detail });
  }

  @Post('keys/:id/revoke')
  async revokeKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const visitor = this.operatorOf(request);
    const answer = await this.services.ask(visitor, 'publish', 'DELETE', `/v1/api-keys/${check(z.uuid(), id)}`);
    if (!answer.ok) return this.show(request, reply, visitor, { failed: answer.detail });
    void reply.status(303).header('location', '/users#keys').header('cache-control', 'no-store').send('');
  }

  private operatorOf(request: FastifyRequest): Visitor {
    const visitor = this.signIn.actorOf(request);
    this.signIn.assertRole(visitor, 'operator');
    return visitor;
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, shown: Shown): Promise<void> {
    const [accounts, keys] = await Promise.all([readAccounts(this.dataSource), this.services.get<{ keys: ApiKeyView[] }>(visitor, 'publish', '/v1/api-keys')]);
    const tokens = this.config.TOKENS.map(({ name, roles, actsFor }) => ({ name, roles, actsFor: actsFor ?? [] }));
    const apiKeys = keys.ok ? keys.json.keys : [];
    this.pages.send(request, reply, 'users', { visitor, texts: usersTexts, accounts, tokens, apiKeys, keysAway: keys.ok ? undefined : keys.detail, peopleRoles, allPermissions: permissions, portal: this.config.PORTAL_PUBLIC_URL, ...shown }, shown.failed ? 422 : 200);
  }

  private async showOne(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, accountId: string, shown: { readonly done?: boolean; readonly link?: ShownLink }): Promise<void> {
    const account = await accountById(this.dataSource, accountId);
    if (!account) throw problem(404, 'account-unknown', 'There is no such account.');
    this.pages.send(request, reply, 'user', { visitor, texts: usersTexts, account, peopleRoles, allPermissions: permissions, isOwn: visitor.accountId === accountId, ...shown });
  }
}
