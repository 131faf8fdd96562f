import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONFIG, Roles, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { feedListPath, type FeedList } from '../feeds/feed-list.js';
import type { FeedFormatName } from '../feeds/show-feed.js';
import { KeptBriefly } from '../portal/page/kept-briefly.js';
import type { PublishConfig } from '../publish.config.js';
import { readFeedLists, type ListedFeed } from './feed-list.store.js';

const dayMs = 86_400_000;
const perKindMax = 300;
const keptMs = 5_000;
/** Those that every list has, and that readers' programs know. */
const formats: readonly FeedFormatName[] = ['rss', 'atom', 'json'];

interface FeedLists {
  readonly readAt: string;
  readonly lists: readonly (Omit<ListedFeed, 'changedAt'> & { readonly changedAt: string | null; readonly paths: readonly string[] })[];
  readonly siteMaps: readonly string[];
}

/** `GET /v1/feed-list`: every feed and site map that there is, with what stands in it. */
@ApiTags('feeds')
@Controller('v1/feed-list')
export class ListFeedsController {
  private readonly kept: KeptBriefly<FeedLists>;

  constructor(
    dataSource: DataSource,
    @Inject(CONFIG) config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.kept = new KeptBriefly(async () => {
      const now = clock.now();
      const lists = await readFeedLists(dataSource, new Date(now.getTime() - config.FEED_TOMBSTONE_DAYS * dayMs), perKindMax);
      return { readAt: now.toISOString(), lists: lists.map((list) => ({ ...list, changedAt: list.changedAt?.toISOString() ?? null, paths: pathsOf(list) })), siteMaps: ['/sitemap.xml', '/news-sitemap.xml'] };
    }, keptMs);
  }

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Every feed and site map: live articles, tombstones, newest change, addresses' })
  @ApiResponse({ status: 200, description: '`{readAt, lists: [{kind, value, live, removed, changedAt, paths}], siteMaps: [path]}`; read up to a minute ago' })
  list(): Promise<FeedLists> {
    return this.kept.get(this.clock.now().getTime());
  }
}

const pathsOf = ({ kind, value }: ListedFeed): string[] => {
  const list: FeedList = kind === 'all' || value === null ? { kind: 'all' } : { kind, value };
  return formats.map((format) => `${feedListPath(list)}.${format}`);
};
