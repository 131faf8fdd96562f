import { Inject, Injectable } from '@nestjs/common';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { CONFIG } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import { AskedGate } from '../portal/page/asked-gate.js';
import { HtmlPages } from '../portal/page/html-page.js';
import type { Recipe } from '../portal/page/page-cache.js';
import { Frames } from '../portal/render/frame.js';
import { readerKey, type Reader } from '../portal/render/reader.js';
import { toListItem } from '../portal/show-lists/list-item.js';
import type { ListRow } from '../portal/show-lists/list.store.js';
import { SideLists } from '../portal/show-lists/side-lists.js';
import type { PublishConfig } from '../publish.config.js';
import { holdsPhrases, queryOf } from './grams.decide.js';
import { findByGrams } from './search.store.js';

interface Loaded {
  /** Undefined where nothing was asked that can be searched for. */
  readonly rows: readonly ListRow[] | undefined;
  readonly navigation: readonly string[];
}

const candidatesMax = 120;
const hitsMax = 40;
export const queryCharsMax = 200;

/** Articles that hold what a reader looks for. Every hit is asked of the gate as the page is sent. */
@Injectable()
export class SearchArticles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    private readonly side: SideLists,
    private readonly frames: Frames,
    private readonly html: HtmlPages,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  recipe(words: string, reader: Reader): Recipe<Loaded> {
    return {
      key: `search|${words}|${readerKey(reader)}`,
      followsBoard: false,
      load: async () => ({ rows: await this.find(words), navigation: await this.side.navigation() }),
      render: (loaded) => ({ page: this.page(words, reader, loaded), dueMs: undefined, keep: false }),
    };
  }

  /** Live articles that hold every phrase, those with it in the title first, then the newest. */
  async find(words: string): Promise<ListRow[] | undefined> {
    const query = queryOf(words);
    if (!query) return undefined;
    const rows = await findByGrams(this.dataSource, query.grams, undefined, candidatesMax);
    const bodies = await getBodies(this.dataSource, rows.map((row) => ({ itemId: row.item_id, revision: row.shown_revision })));
    const hits = rows.flatMap((row) => {
      const article = bodies.get(bodyKey({ itemId: row.item_id, revision: row.shown_revision }))?.article;
      if (!article) return [];
      const text = [article.title, article.subtitle, article.abstract, article.credit?.name, ...(article.byline ?? []), ...article.keywords, article.bodyText].join('\n');
      return holdsPhrases(text, query.phrases) ? [{ row, inTitle: holdsPhrases(article.title, query.phrases) }] : [];
    });
    return hits.sort((a, b) => Number(b.inTitle) - Number(a.inTitle)).map(({ row }) => row);
  }

  private page(words: string, reader: Reader, loaded: Loaded) {
    const language = reader.preferred;
    const asked = new AskedGate(this.gate, 'portal');
    const rows = asked.first(loaded.rows ?? [], hitsMax);
    const data = {
      ...this.frames.of({ language, reader, path: words === '' ? '/search' : `/search?q=${encodeURIComponent(words)}`, navigation: loaded.navigation, robots: 'noindex' }),
      query: words,
      wasAsked: loaded.rows !== undefined,
      items: rows.map((row) => toListItem(row, language, this.config.PORTAL_TIME_ZONE)),
    };
    return this.html.make({ template: 'search', data, vary: 'Accept-Language', cacheControl: 'no-store' });
  }
}
