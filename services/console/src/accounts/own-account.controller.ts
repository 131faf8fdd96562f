import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { check, CLOCK, problem, zodForm, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { AuditTrail } from '../audit/audit-trail.js';
import { Pages } from '../pages/pages.js';
import { Attempts } from '../sign-in/attempts.js';
import { endSessionOf, endSessionsOf, sessionsOf, type SessionOwner } from '../sign-in/session.store.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';
import { accountById, passwordOf, setPassword, type Account } from './account.store.js';
import { accountsTexts } from './accounts.texts.js';
import { hashPassword, verifyPassword } from './password-hash.js';
import { passwordFault, type PasswordFault } from './password.decide.js';

const passwordForm = z.object({ old: z.string().max(1_000).default(''), password: z.string().max(1_000).default(''), again: z.string().max(1_000).default('') });
type Fault = PasswordFault | 'wrong';

/** One's own account: roles, password, and where one is signed in. */
@ApiExcludeController()
@Controller('account')
export class OwnAccountController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly attempts: Attempts,
    private readonly audit: AuditTrail,
    private readonly pages: Pages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.show(request, reply, visitor, { done });
  }

  @Post('password')
  async change(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(passwordForm)) sent: z.infer<typeof passwordForm>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const account = await this.accountOf(visitor);
    if (account?.origin !== 'local') throw problem(409, 'no-password', 'Whoever signs in with a token, or at an identity provider, has no password here.');
    const fault = await this.faultOf(account, sent, visitor.address);
    await this.audit.note(visitor, { act: 'account.password', target: visitor.actor, details: null }, fault ? 'refused' : 'done', fault ?? null);
    if (fault) return this.show(request, reply, visitor, { fault });
    await setPassword(this.dataSource, account.accountId, await hashPassword(sent.password));
    await endSessionsOf(this.dataSource, { accountId: account.accountId }, visitor.sessionId);
    void reply.status(303).header('location', '/account?done=changed').header('cache-control', 'no-store').send('');
  }

  @Post('sessions/:id/end')
  async endOne(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const sessionId = check(z.uuid(), id);
    await this.audit.record(visitor, { act: 'session.end', target: sessionId, details: null }, async () => {
      if (!(await endSessionOf(this.dataSource, ownerOf(visitor), sessionId))) throw problem(404, 'session-unknown', 'You have no such session; it may be over already.');
    });
    void reply.status(303).header('location', '/account?done=ended').header('cache-control', 'no-store').send('');
  }

  @Post('sessions/end-others')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    await this.audit.record(visitor, { act: 'session.end-others', target: visitor.actor, details: null }, () => endSessionsOf(this.dataSource, ownerOf(visitor), visitor.sessionId), (count) => ({ outcome: 'done', detail: String(count) }));
    void reply.status(303).header('location', '/account?done=ended').header('cache-control', 'no-store').send('');
  }

  /** The old password is asked for with the same limits as at the sign-in: a session that was left open is not the account. */
  private async faultOf(account: Account, sent: z.infer<typeof passwordForm>, address: string): Promise<Fault | undefined> {
    await this.attempts.take(account.name, address);
    const known = await passwordOf(this.dataSource, account.name);
    const { right } = await verifyPassword(sent.old, known?.passwordHash ?? undefined);
    if (!right) return 'wrong';
    await this.attempts.forgive(account.name, address);
    return passwordFault(sent.password, sent.again, account.name);
  }

  private async accountOf(visitor: Visitor): Promise<Account | undefined> {
    return visitor.accountId === null ? undefined : accountById(this.dataSource, visitor.accountId);
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, what: { readonly done?: string | undefined; readonly fault?: Fault }): Promise<void> {
    const [account, sessions] = await Promise.all([this.accountOf(visitor), sessionsOf(this.dataSource, ownerOf(visitor), this.clock.now())]);
    this.pages.send(request, reply, 'account', { visitor, texts: accountsTexts, account, sessions, ...what }, what.fault ? 422 : 200);
  }
}

const ownerOf = (visitor: Visitor): SessionOwner => (visitor.accountId === null ? { tokenName: visitor.actor } : { accountId: visitor.accountId });
