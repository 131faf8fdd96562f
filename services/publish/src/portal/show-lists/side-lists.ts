import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { readMostRead } from '../../count-views/views.store.js';
import type { PublishConfig } from '../../publish.config.js';
import { readPickedRows } from '../pin-picks/picks.store.js';
import type { PickList } from '../pin-picks/pick.js';
import { BoundedLru } from '../page/bounded-lru.js';
import { KeptBriefly } from '../page/kept-briefly.js';
import { categoryLabel } from '../render/category-label.js';
import { readCategories, readNewest, readNewestOfMany, readPictured, type ListRow } from './list.store.js';

/** Candidates of every list at the side of a page: the page leaves out itself and asks the gate for the rest. */
export interface SideRows {
  /** Put first on the front page by hand. */
  readonly front: readonly ListRow[];
  /** Put first on the page of a category by hand, by its code. */
  readonly categories: ReadonlyMap<string, readonly ListRow[]>;
  /** Picks by hand, then the newest. */
  readonly newest: readonly ListRow[];
  /** Picks by hand, then the newest with a picture. */
  readonly pictured: readonly ListRow[];
  readonly mostReadDay: readonly ListRow[];
  readonly mostReadWeek: readonly ListRow[];
}

const candidates = 24;
const keptMs = 1_000;
const categoriesKeptMs = 15_000;
const categoriesMax = 300;
const navigationMax = 10;
const sectionCodesMax = 4;
const sectionName = (code: string): string => categoryLabel(code, 'zh');
const categoryListsMax = 500;

/** What stands beside articles: the same for all pages, so it is read once a second and not once a page. */
@Injectable()
export class SideLists {
  private readonly rows: KeptBriefly<SideRows>;
  private readonly all: KeptBriefly<string[]>;
  private readonly related = new BoundedLru<KeptBriefly<ListRow[]>>(categoryListsMax, categoryListsMax);

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.rows = new KeptBriefly(() => this.read(), keptMs);
    this.all = new KeptBriefly(() => readCategories(dataSource, categoriesMax), categoriesKeptMs);
  }

  side(): Promise<SideRows> {
    return this.rows.get(this.clock.now().getTime());
  }

  /** Candidates of 同类资讯: the newest of a category. */
  ofCategory(category: string): Promise<readonly ListRow[]> {
    let kept = this.related.get(category);
    if (!kept) {
      kept = new KeptBriefly(async () => readNewestOfMany(this.dataSource, await this.sectionOf(category), undefined, candidates), keptMs);
      this.related.set(category, kept, 1);
    }
    return kept.get(this.clock.now().getTime());
  }

  /** Codes of all categories that have articles, largest first. */
  categories(): Promise<readonly string[]> {
    return this.all.get(this.clock.now().getTime());
  }

  /** Codes in the navigation: the operator's, else the largest; one for each name. */
  async navigation(): Promise<readonly string[]> {
    if (this.config.PORTAL_NAV.length > 0) return this.config.PORTAL_NAV;
    const names = new Set<string>();
    const codes: string[] = [];
    for (const code of await this.categories()) {
      if (names.has(sectionName(code)) || codes.length >= navigationMax) continue;
      names.add(sectionName(code));
      codes.push(code);
    }
    return codes;
  }

  /** Every code of the section that a code belongs to, itself first: sources write 文化 and culture, and mean one section. */
  async sectionOf(code: string): Promise<readonly string[]> {
    return [code, ...(await this.categories()).filter((other) => other !== code && sectionName(other) === sectionName(code)).slice(0, sectionCodesMax - 1)];
  }

  private async read(): Promise<SideRows> {
    const now = this.clock.now();
    const [picked, newest, pictured, mostReadDay, mostReadWeek] = await Promise.all([
      readPickedRows(this.dataSource, now),
      readNewest(this.dataSource, undefined, undefined, candidates),
      readPictured(this.dataSource, candidates),
      readMostRead(this.dataSource, now, 24, candidates),
      readMostRead(this.dataSource, now, 24 * 7, candidates),
    ]);
    const by = (list: PickList): readonly ListRow[] => picked.get(list) ?? [];
    return { front: by('front'), categories: categoryPicks(picked), newest: [...by('articles'), ...newest], pictured: [...by('pictures').filter((row) => row.image_url !== null), ...pictured], mostReadDay, mostReadWeek };
  }
}

const categoryPrefix = 'category:';

const categoryPicks = (picked: ReadonlyMap<PickList, readonly ListRow[]>): Map<string, readonly ListRow[]> =>
  new Map([...picked].flatMap(([list, rows]) => (list.startsWith(categoryPrefix) ? [[list.slice(categoryPrefix.length), rows] as const] : [])));
