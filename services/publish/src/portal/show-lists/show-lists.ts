import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../../hold-lane/gate.js';
import type { PublishConfig } from '../../publish.config.js';
import { AskedGate } from '../page/asked-gate.js';
import { HtmlPages } from '../page/html-page.js';
import type { Recipe } from '../page/page-cache.js';
import { categoryLabel } from '../render/category-label.js';
import { categoryPath, Frames } from '../render/frame.js';
import { readerKey, type Reader } from '../render/reader.js';
import type { UiLanguage } from '../render/ui-language.decide.js';
import { toListItem, type ListItem } from './list-item.js';
import { newestFirst, readNewest, readNewestOfMany, readSections, type ListPlace, type ListRow } from './list.store.js';
import { placeText } from './place-in-list.js';
import { SideLists, type SideRows } from './side-lists.js';

interface HomeLoaded {
  readonly newest: readonly ListRow[];
  readonly sections: ReadonlyMap<string, readonly ListRow[]>;
  readonly side: SideRows;
  readonly navigation: readonly string[];
}

interface CategoryLoaded {
  readonly rows: readonly ListRow[];
  readonly side: SideRows;
  readonly navigation: readonly string[];
}

const topMax = 7;
const secondsMax = 2;
const latestMax = 10;
const sectionsMax = 8;
const sectionArticles = 5;
const picturesMax = 4;
const mostReadMax = 8;
const listArticles = 25;
const pinnedMax = 10;
/** Read beyond what is shown, for what the gate leaves out before the database does. */
const spare = 25;
/** A section also leaves out what stands above it on the front page. */
const sectionSpare = 13;
const vary = 'Accept-Language';

/** The front page and the lists of categories. */
@Injectable()
export class ShowLists {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    private readonly side: SideLists,
    private readonly frames: Frames,
    private readonly html: HtmlPages,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  home(reader: Reader): Recipe<HomeLoaded> {
    return {
      key: `home|${readerKey(reader)}`,
      followsBoard: true,
      load: async () => {
        const navigation = await this.side.navigation();
        const [newest, sections, side] = await Promise.all([
          readNewest(this.dataSource, undefined, undefined, topMax + latestMax + spare),
          this.readSections(navigation.slice(0, sectionsMax)),
          this.side.side(),
        ]);
        return { newest, sections, side, navigation };
      },
      render: (loaded) => {
        const asked = new AskedGate(this.gate, 'portal');
        return { page: this.homePage(loaded, reader, asked), dueMs: asked.dueMs, keep: true };
      },
    };
  }

  category(category: string, after: ListPlace | undefined, reader: Reader): Recipe<CategoryLoaded> {
    return {
      key: `category|${category}|${after ? `${after.sortAt.getTime()}-${after.itemId}` : ''}|${readerKey(reader)}`,
      followsBoard: after === undefined,
      load: async () => {
        const [rows, side, navigation] = await Promise.all([this.readSection(category, after), this.side.side(), this.side.navigation()]);
        return { rows, side, navigation };
      },
      render: (loaded) => {
        const asked = new AskedGate(this.gate, 'portal');
        return { page: this.categoryPage(category, after, loaded, reader, asked), dueMs: asked.dueMs, keep: loaded.rows.length > 0 };
      },
    };
  }

  private async readSection(category: string, after: ListPlace | undefined): Promise<ListRow[]> {
    return readNewestOfMany(this.dataSource, await this.side.sectionOf(category), after, listArticles + spare);
  }

  /** All sections in one query; codes of one section together, under its first. */
  private async readSections(categories: readonly string[]): Promise<Map<string, ListRow[]>> {
    const sections = await Promise.all(categories.map((category) => this.side.sectionOf(category)));
    const rows = await readSections(this.dataSource, [...new Set(sections.flat())], sectionArticles + sectionSpare);
    return new Map(categories.map((category, at) => [category, (sections[at] ?? []).flatMap((code) => rows.get(code) ?? []).sort(newestFirst)]));
  }

  private items(rows: readonly ListRow[], language: UiLanguage): ListItem[] {
    return rows.map((row) => toListItem(row, language, this.config.PORTAL_TIME_ZONE));
  }

  private beside(side: SideRows, language: UiLanguage, asked: AskedGate) {
    return {
      pictures: this.items(asked.first(side.pictured, picturesMax), language),
      mostReadDay: this.items(asked.first(side.mostReadDay, mostReadMax), language),
      mostReadWeek: this.items(asked.first(side.mostReadWeek, mostReadMax), language),
    };
  }

  private homePage(loaded: HomeLoaded, reader: Reader, asked: AskedGate) {
    const language = reader.preferred;
    const shown = new Set<string>();
    const top = asked.first([...loaded.side.front, ...loaded.newest], topMax, shown);
    // What an editor put first leads; else a picture does, so that the page does not begin with grey.
    const isPinned = loaded.side.front.some((row) => row.item_id === top[0]?.item_id);
    const leadAt = isPinned ? 0 : Math.max(0, top.findIndex((row) => row.image_url !== null));
    const lead = top[leadAt];
    const rest = top.filter((row) => row !== lead);
    const sections = [...loaded.sections].map(([category, rows]) => ({
      label: categoryLabel(category, language),
      path: categoryPath(category),
      items: this.items(asked.first(rows, sectionArticles, shown), language),
    }));
    const data = {
      ...this.frames.of({ language, reader, path: '/', navigation: loaded.navigation }),
      lead: lead ? this.items([lead], language)[0] : undefined,
      seconds: this.items(rest.slice(0, secondsMax), language),
      top: this.items(rest.slice(secondsMax), language),
      sections: sections.filter((section) => section.items.length > 0),
      latest: this.items(asked.first(loaded.newest, latestMax, shown), language),
      ...this.beside(loaded.side, language, asked),
    };
    return this.html.make({ template: 'home', data, vary, headers: asked.cacheKeys });
  }

  private categoryPage(category: string, after: ListPlace | undefined, loaded: CategoryLoaded, reader: Reader, asked: AskedGate) {
    const language = reader.preferred;
    const shown = new Set<string>();
    // What an editor put first stands on the first page, beside what is in its order: paging goes on from that.
    const pinned = after === undefined ? asked.first(loaded.side.categories.get(category) ?? [], pinnedMax, shown) : [];
    const newest = asked.first(loaded.rows, listArticles, shown);
    const rows = [...pinned, ...newest];
    const last = newest.at(-1);
    const hasMore = last !== undefined && loaded.rows.at(-1) !== last;
    const path = categoryPath(category);
    const data = {
      ...this.frames.of({ language, reader, path: after ? `${path}?after=${after.sortAt.getTime()}-${after.itemId}` : path, navigation: loaded.navigation, category, ...(after ? { robots: 'noindex, follow' } : {}) }),
      category: { code: category, label: categoryLabel(category, language), path },
      items: this.items(rows, language),
      isFirst: after === undefined,
      olderPath: hasMore ? `${path}?after=${placeText(last)}` : undefined,
      ...this.beside(loaded.side, language, asked),
    };
    // A category without an article is a page all the same, but none that machines should keep.
    return this.html.make({ template: 'category', data, vary, headers: { ...asked.cacheKeys, ...(rows.length === 0 && after === undefined ? { 'x-robots-tag': 'noindex' } : {}) } });
  }
}
