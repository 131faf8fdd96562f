import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { Pages } from '../pages/pages.js';
import { SignIn } from './sign-in.js';

const form = z.object({ token: z.string().max(500).default(''), to: z.string().max(2_000).default('/') });

/** Only a path of this console: never another site. */
const safePath = (text: string): string => (/^\/(?![/\\])/.test(text) ? text : '/');

@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
  ) {}

  @Get('sign-in')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('to') to = '/'): void {
    this.pages.send(request, reply, 'sign-in', { visitor: undefined, to: safePath(to), failed: false });
  }

  @Post('sign-in')
  begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(form)) sent: z.infer<typeof form>): void {
    this.signIn.assertOwnForm(request);
    const cookie = this.signIn.begin(sent.token.trim());
    if (cookie === undefined) return this.pages.send(request, reply, 'sign-in', { visitor: undefined, to: safePath(sent.to), failed: true }, 401);
    void reply.status(303).header('set-cookie', cookie).header('location', safePath(sent.to)).header('cache-control', 'no-store').send('');
  }

  @Post('sign-out')
  end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.signIn.assertOwnForm(request);
    void reply.status(303).header('set-cookie', this.signIn.end()).header('location', '/sign-in').header('cache-control', 'no-store').send('');
  }
}
