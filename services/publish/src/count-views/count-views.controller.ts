import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, problem } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

import type { PublishConfig } from '../publish.config.js';
import { CountViews } from './count-views.js';
import { isReader } from './is-reader.decide.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const idChars = 36;

const only = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

@ApiTags('portal')
@Controller('v1/views')
export class CountViewsController {
  constructor(
    private readonly views: CountViews,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  @Post()
  @HttpCode(204)
  @ApiOperation({ summary: 'Beacon of an article page: the body is its item id. What is no reader is not counted, and not told so' })
  count(@Body() body: unknown, @Req() request: FastifyRequest): void {
    const itemId = body instanceof Uint8Array && body.length === idChars ? Buffer.from(body).toString('latin1').toLowerCase() : '';
    if (!uuid.test(itemId)) throw problem(422, 'view-invalid', 'The body is the id of the article that was looked at, and nothing else.');
    const { headers } = request;
    const signs = {
      userAgent: headers['user-agent'],
      fetchSite: only(headers['sec-fetch-site']),
      purpose: only(headers['sec-purpose'] ?? headers['purpose']),
      origin: headers.origin,
      ownOrigin: new URL(this.config.PORTAL_PUBLIC_URL).origin,
    };
    if (isReader(signs)) this.views.count(itemId, `${request.ip}|${headers['user-agent']}|${headers['accept-language'] ?? ''}`);
  }
}
