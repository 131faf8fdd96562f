import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import { AskedGate } from '../portal/page/asked-gate.js';
import { KeptBriefly } from '../portal/page/kept-briefly.js';
import type { Recipe } from '../portal/page/page-cache.js';
import { Page } from '../portal/page/page.js';
import { readNewest, type ListRow } from '../portal/show-lists/list.store.js';
import type { PublishConfig } from '../publish.config.js';
import { newsSitemap, sitemap, sitemapIndex, type SitemapPart } from './sitemap.js';
import { readMonth, readMonths, readRecent, type Month } from './sitemap.store.js';

/** Far below the 50,000 that the protocol allows: a part is gated and sent whole. */
const partUrls = 10_000;
const newsUrlsMax = 1_000;
const newsSpare = 200;
const newsAgeMs = 2 * 86_400_000;
const monthsKeptMs = 60_000;
const cacheControl = 'public, max-age=60';

type SitemapLoaded = { readonly kind: 'whole'; readonly rows: readonly ListRow[] } | { readonly kind: 'index'; readonly months: readonly Month[] };

/** Site maps: one file while it has room, else an index of months; and that of the last two days for news. */
@Injectable()
export class ShowSitemaps {
  private readonly months: KeptBriefly<Month[]>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.months = new KeptBriefly(() => readMonths(dataSource), monthsKeptMs);
  }

  main(): Recipe<SitemapLoaded> {
    return {
      key: 'sitemap',
      followsBoard: true,
      load: async () => {
        const rows = await readNewest(this.dataSource, undefined, undefined, partUrls + 1);
        return rows.length <= partUrls ? { kind: 'whole', rows } : { kind: 'index', months: await this.months.get(this.clock.now().getTime()) };
      },
      render: (loaded) =>
        loaded.kind === 'whole' ? this.gated(loaded.rows, partUrls, (rows) => sitemap(this.config.PORTAL_PUBLIC_URL, rows)) : { page: xmlPage(sitemapIndex(this.config.PORTAL_PUBLIC_URL, partsOf(loaded.months))), dueMs: undefined, keep: true },
    };
  }

  /** `number` from 1. */
  part(month: string, number: number): Recipe<readonly ListRow[]> {
    return {
      key: `sitemap|${month}|${number}`,
      followsBoard: false,
      load: () => readMonth(this.dataSource, month, (number - 1) * partUrls, partUrls),
      render: (loaded) => this.gated(loaded, partUrls, (rows) => sitemap(this.config.PORTAL_PUBLIC_URL, rows)),
    };
  }

  news(): Recipe<readonly ListRow[]> {
    return {
      key: 'news-sitemap',
      followsBoard: true,
      load: () => readRecent(this.dataSource, new Date(this.clock.now().getTime() - newsAgeMs), newsUrlsMax + newsSpare),
      render: (loaded) => this.gated(loaded, newsUrlsMax, (rows) => newsSitemap(this.config.PORTAL_PUBLIC_URL, this.config.PORTAL_NAME, rows)),
    };
  }

  private gated(loaded: readonly ListRow[], limit: number, write: (rows: readonly ListRow[]) => string) {
    const asked = new AskedGate(this.gate, 'portal');
    const rows = asked.first(loaded, limit);
    return { page: xmlPage(write(rows)), dueMs: asked.dueMs, keep: true };
  }
}

const xmlPage = (text: string): Page => new Page({ contentType: 'application/xml; charset=utf-8', text, cacheControl, headers: { 'x-content-type-options': 'nosniff', vary: 'Accept-Encoding' } });

const partsOf = (months: readonly Month[]): SitemapPart[] =>
  months.flatMap(({ month, size, last_change }) => Array.from({ length: Math.ceil(size / partUrls) }, (_, index) => ({ path: `/sitemaps/${month}-${index + 1}.xml`, lastChange: last_change })));
