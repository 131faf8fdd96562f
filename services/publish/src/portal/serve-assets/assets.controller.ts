import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { sendPage } from '../page/send-page.js';
import { Assets } from './assets.js';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  constructor(
    private readonly assets: Assets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':name')
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const page = this.assets.find(name);
    if (!page) throw problem(404, 'not-found', 'There is no such file of the portal.');
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}
