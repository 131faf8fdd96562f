import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { SignIn } from '../sign-in/sign-in.js';
import { LiveOverview } from './live-overview.js';

/** Figures that move while one looks, as a stream of events. */
@ApiExcludeController()
@Controller('live')
export class LiveController {
  constructor(
    private readonly live: LiveOverview,
    private readonly signIn: SignIn,
  ) {}

  @Get('overview')
  overview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!this.signIn.visitorOf(request)) return this.signIn.ask(request, reply);
    this.live.watch(request, reply);
  }
}
