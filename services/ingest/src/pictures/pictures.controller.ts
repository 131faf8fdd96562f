import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { check, problem, Roles } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { picturesOfItem, readPicture } from './picture.store.js';

const itemIdParam = z.uuid('the id of an item');
const sha256Param = z.string().regex(/^[0-9a-f]{64}$/, 'the sha256 of a picture, in hex');

/**
 * Pictures for whoever serves them. Not for the public: a held article's pictures must go dark with it, which only
 * publish knows.
 */
@ApiTags('pictures')
@Controller('v1')
export class PicturesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('items/:itemId/pictures')
  @Roles('service', 'viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'The pictures that an item names: what we have of each, or why not' })
  async ofItem(@Param('itemId') itemId: string) {
    return { pictures: await picturesOfItem(this.dataSource, check(itemIdParam, itemId)) };
  }

  @Get('pictures/:sha256')
  @Roles('service', 'viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'The bytes of a picture' })
  @ApiResponse({ status: 404, description: 'No picture of this sha256' })
  async one(@Param('sha256') sha256: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const etag = `"${check(sha256Param, sha256)}"`;
    if (request.headers['if-none-match'] === etag) {
      await reply.status(304).header('etag', etag).send();
      return;
    }
    const picture = await readPicture(this.dataSource, sha256);
    if (!picture) throw problem(404, 'picture-unknown', 'There is no picture of this sha256.');
    await reply
      .status(200)
      .header('content-type', picture.type)
      .header('etag', etag)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .send(picture.bytes);
  }
}
