import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { sendPage } from '../portal/page/send-page.js';
import { readerOf } from '../portal/render/reader.js';
import { GonePages } from '../portal/show-gone/gone-pages.js';
import { PortalErrors } from '../portal/show-gone/portal-errors.js';
import type { PublishConfig } from '../publish.config.js';
import { picturePath } from './own-pictures.js';
import { ShowPictures, type PictureAnswer } from './show-pictures.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** No item has it. */
const noItem = '00000000-0000-0000-0000-000000000000';
const idOf = (text: string): string => (uuid.test(text.toLowerCase()) ? text.toLowerCase() : noItem);

/** Readers may keep a picture, and ask each time whether it is still there: a takedown must reach what they kept. */
const cacheControl = 'public, no-cache';

/** `/articles/{id}/pictures`: a surface of its own, dark as soon as its article is. */
@ApiTags('portal')
@Controller('articles')
@UseFilters(PortalErrors)
export class PicturesController {
  constructor(
    private readonly pictures: ShowPictures,
    private readonly gone: GonePages,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':itemId/pictures')
  @ApiOperation({ summary: 'The pictures of an article, by their addresses here; 451 or 410 where it was removed' })
  async list(@Param('itemId') itemId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const id = idOf(itemId);
    const shown = await this.pictures.ofArticle(id);
    if (shown.kind === 'gone') return this.sendGone(shown, id, request, reply);
    await reply.status(200).header('cache-control', cacheControl).header('x-content-type-options', 'nosniff').type('application/json; charset=utf-8').send({ pictures: [...shown.byName.values()].map((url) => `${this.config.PORTAL_PUBLIC_URL}${picturePath(id, url)}`) });
  }

  @Get(':itemId/pictures/:name')
  @ApiOperation({ summary: 'A picture of an article; 451 or 410 where the article was removed' })
  @ApiResponse({ status: 302, description: 'We do not hold its bytes (yet): where it came from' })
  async one(@Param('itemId') itemId: string, @Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const id = idOf(itemId);
    const answer = await this.pictures.one(id, name);
    if (answer.kind === 'gone') return this.sendGone(answer, id, request, reply);
    if (answer.kind === 'elsewhere') {
      await reply.status(302).header('location', answer.url).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').send();
      return;
    }
    const { sha256, type, bytes } = answer.picture;
    const etag = `"${sha256}"`;
    void reply.header('etag', etag).header('cache-control', cacheControl).header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'; sandbox");
    if (request.headers['if-none-match']?.includes(etag)) {
      await reply.status(304).send();
      return;
    }
    await reply.status(200).type(type).send(bytes);
  }

  private sendGone({ status, holdId }: Extract<PictureAnswer, { kind: 'gone' }>, itemId: string, request: FastifyRequest, reply: FastifyReply): void {
    const page = this.gone.make({ status, holdId, reader: readerOf(request, this.config.PORTAL_LANGUAGE), path: `/articles/${itemId}`, json: true, articleLanguage: undefined, navigation: [] });
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}
