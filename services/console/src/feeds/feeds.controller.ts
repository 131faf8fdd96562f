import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, problem } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { CheckFeeds } from './check-feeds.js';
import { feedsTexts as texts } from './feeds.texts.js';

type Query = Readonly<Record<string, string | undefined>>;

interface FeedLists {
  readonly readAt: string;
  readonly lists: readonly { readonly kind: string; readonly value: string | null; readonly live: number; readonly removed: number; readonly changedAt: string | null; readonly paths: readonly string[] }[];
  readonly siteMaps: readonly string[];
}

const kinds = ['all', 'category', 'source', 'language'] as const;
const checkedMax = 60;

/** `/feeds`: every feed and site map, what stands in it, and whether a reader that is not ours can read it. */
@ApiExcludeController()
@Controller('feeds')
export class FeedsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly checks: CheckFeeds,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  /** The site maps and the feeds of everything are checked at once; with `check` those that are listed too, 60 at most. */
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Query): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const filter = { kind: kinds.find((kind) => kind === query['kind']) ?? '', q: query['q']?.trim() ?? '', check: query['check'] === '1' ? '1' : '' };
    const found = await this.services.get<FeedLists>(visitor, 'publish', '/v1/feed-list');
    const lists = found.ok ? found.json.lists.filter(({ kind, value }) => (filter.kind === '' || kind === filter.kind) && (value ?? '').toLowerCase().includes(filter.q.toLowerCase())) : [];
    const first = found.ok ? [...found.json.siteMaps, ...found.json.lists.filter(({ kind }) => kind === 'all').flatMap(({ paths }) => paths)] : [];
    const wanted = [...new Set([...first, ...(filter.check === '' ? [] : lists.flatMap(({ paths }) => paths))])].slice(0, checkedMax);
    const checked = Object.fromEntries((await this.checks.checkAll(wanted)).map((one) => [one.path, one]));
    this.pages.send(request, reply, 'feeds', {
      visitor, texts, filter, kinds, lists, siteMaps: found.ok ? found.json.siteMaps : [], checked, readAt: found.ok ? found.json.readAt : undefined, failed: found.ok ? undefined : found.detail, portalUrl: this.config.PORTAL_PUBLIC_URL,
    });
  }

  @Get('check')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('path') path = ''): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    if (!this.checks.isFeed(path)) throw problem(422, 'path-no-feed', 'Give the path of a feed or of a site map, such as /feeds/all.atom or /sitemap.xml.');
    this.pages.send(request, reply, 'feed', { visitor, texts, feed: await this.checks.check(path), portalUrl: this.config.PORTAL_PUBLIC_URL });
  }
}
