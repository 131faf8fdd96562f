import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Page } from '../../portal/page/page.js';
import { sendPage } from '../../portal/page/send-page.js';
import type { PublishConfig } from '../../publish.config.js';

/** The file by which engines see that whoever told them speaks for this site. */
@ApiExcludeController()
@Controller()
export class IndexNowKeyController {
  constructor(
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':name.txt')
  key(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (this.config.INDEXNOW_KEY === '' || name !== this.config.INDEXNOW_KEY) throw problem(404, 'not-found', 'There is nothing under this address.');
    sendPage(request, reply, new Page({ contentType: 'text/plain; charset=utf-8', text: this.config.INDEXNOW_KEY, cacheControl: 'public, max-age=3600' }), this.clock.now().getTime());
  }
}
