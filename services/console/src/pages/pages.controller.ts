import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { problem } from '@wiredesk/platform';
import type { FastifyReply } from 'fastify';

import { Assets } from './assets.js';

@ApiExcludeController()
@Controller('assets')
export class PagesController {
  constructor(private readonly assets: Assets) {}

  /** Its address carries the hash of its content, so it may be kept for ever. */
  @Get(':tag/:name')
  asset(@Param('tag') tag: string, @Param('name') name: string, @Res() reply: FastifyReply): void {
    const asset = this.assets.find(tag, name);
    if (!asset) throw problem(404, 'asset-unknown', 'This build has no such file. Load the page again.');
    void reply.header('content-type', asset.type).header('cache-control', 'public, max-age=31536000, immutable').header('x-content-type-options', 'nosniff').send(asset.bytes);
  }
}
