import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { zodQuery } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ApiCallers } from './api-callers.js';
import { articlesQuery, type ArticlesQuery } from './articles-query.js';
import { ReadArticles } from './read-articles.js';

const parameters = ['category', 'source', 'language', 'story', 'since', 'after', 'limit', 'fields'] as const;
const Parameters = (): MethodDecorator => (target, key, descriptor) => {
  for (const name of parameters) ApiQuery({ name, required: false })(target, key, descriptor);
};

/** `/v1/articles`: for programs that show or keep articles elsewhere. */
@ApiTags('content API')
@ApiBearerAuth()
@Controller('v1/articles')
export class ArticlesController {
  constructor(
    private readonly callers: ApiCallers,
    private readonly articles: ReadArticles,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What is live, newest first; with "since" what changed, removals among it, oldest first' })
  @Parameters()
  async read(@Query(zodQuery(articlesQuery)) query: ArticlesQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.articles.read(query, await this.callers.filterOf(request));
    void reply.header('cache-control', 'no-store').header('vary', 'Authorization').header('x-content-type-options', 'nosniff').send(answer);
  }
}
