import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Pages } from './pages.js';

@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(private readonly pages: Pages) {}

  /** Its URL carries the hash of its content, so it may be kept for ever. */
  @Get('console.css')
  style(@Res() reply: FastifyReply): void {
    void reply.header('content-type', 'text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(this.pages.style);
  }
}
