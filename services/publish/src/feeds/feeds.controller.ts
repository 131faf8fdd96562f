import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { PageCache } from '../portal/page/page-cache.js';
import { sendPage } from '../portal/page/send-page.js';
import { readPlace } from '../portal/show-lists/place-in-list.js';
import type { SpecialList } from '../portal/show-lists/list.store.js';
import type { FeedList } from './feed-list.js';
import { readArchive } from './archive.js';
import { feedFormats, ShowFeed, type FeedFormatName } from './show-feed.js';

const nameForm = /^(.{1,64})\.(rss|atom|json|ninjs|newsml-g2)$/su;
const categoryCharsMax = 32;
/** What each list may be named by, so that an address that can have no article costs no query. */
const valueForms: Readonly<Record<SpecialList['kind'], RegExp>> = {
  source: /^[a-z0-9][a-z0-9-]{0,62}$/,
  language: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/,
  story: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
};
const isSpecial = (kind: string): kind is SpecialList['kind'] => Object.hasOwn(valueForms, kind);

@ApiTags('feeds')
@Controller('feeds')
export class FeedsController {
  constructor(
    private readonly pages: PageCache,
    private readonly feeds: ShowFeed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':name')
  @ApiOperation({ summary: 'A feed: all.rss, all.atom, all.json, all.ninjs, all.newsml-g2, or <category>.<format>; ?after= and ?archive= follow its links' })
  async feed(@Param('name') name: string, @Query() query: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { value, format } = named(name);
    if (value.length > categoryCharsMax) throw unknown();
    await this.send(value === 'all' ? { kind: 'all' } : { kind: 'category', value }, format, query, request, reply);
  }

  @Get(':kind/:name')
  @ApiOperation({ summary: 'A feed of a source, a language or a story: source/<id>.atom, language/zh.rss, story/<id>.json' })
  async special(@Param('kind') kind: string, @Param('name') name: string, @Query() query: Record<string, unknown>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { value, format } = named(name);
    if (!isSpecial(kind) || !valueForms[kind].test(value)) throw unknown();
    if (isCollection(format)) throw unknown();
    await this.send({ kind, value }, format, query, request, reply);
  }

  private async send(list: FeedList, format: FeedFormatName, query: Readonly<Record<string, unknown>>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const text = (name: string): string | undefined => (typeof query[name] === 'string' ? query[name] : undefined);
    const archive = readArchive(text('archive'));
    if (archive && (format !== 'atom' || (list.kind !== 'all' && list.kind !== 'category'))) throw problem(404, 'archive-unknown', 'Archives are of the Atom feeds of all articles and of categories.');
    const page = await this.pages.get(this.feeds.recipe(list, format, { after: readPlace(text('after')), archive }));
    sendPage(request, reply, page, this.clock.now().getTime());
  }
}

/** Of all articles and of categories only: each is one more place to look at when an article is removed. */
const isCollection = (format: FeedFormatName): boolean => format === 'ninjs' || format === 'newsml-g2';

const unknown = () => problem(404, 'feed-unknown', `Feeds are all, <category>, source/<id>, language/<tag> or story/<id>, and end in ${Object.keys(feedFormats).map((format) => `.${format}`).join(', ')}.`);

const named = (name: string): { value: string; format: FeedFormatName } => {
  const [, value, format] = nameForm.exec(name) ?? [];
  if (value === undefined || format === undefined) throw unknown();
  return { value, format: format as FeedFormatName };
};
