import { Inject, Injectable } from '@nestjs/common';
import type { Article } from '@wiredesk/content';
import { CONFIG, problem } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { readViews } from '../../count-views/views.store.js';
import { Gate } from '../../hold-lane/gate.js';
import { withOwnPictures } from '../../pictures/own-pictures.js';
import type { PublishConfig } from '../../publish.config.js';
import { AskedGate } from '../page/asked-gate.js';
import { HtmlPages } from '../page/html-page.js';
import type { Recipe, Rendered } from '../page/page-cache.js';
import { Page } from '../page/page.js';
import { Frames } from '../render/frame.js';
import { readerKey, type Reader } from '../render/reader.js';
import { chooseUiLanguage, type UiLanguage } from '../render/ui-language.decide.js';
import { GonePages, type GoneParts } from '../show-gone/gone-pages.js';
import { toListItem } from '../show-lists/list-item.js';
import { readOfStory, type ListRow } from '../show-lists/list.store.js';
import { SideLists, type SideRows } from '../show-lists/side-lists.js';
import { articleJson } from './article-json.js';
import { readPageRow, readShownBody, type PageRow } from './article.store.js';
import { viewOf } from './article-view.js';
import { decideOutcome } from './decide.js';
import { jsonLdOf } from './json-ld.js';
import { canceledNewsMlG2, newsMlG2Of } from './newsml-g2.js';
import { canceledNinjs, ninjsOf } from './ninjs.js';

interface Loaded {
  readonly row: PageRow | undefined;
  readonly article: Article | null;
  readonly canonical: PageRow | undefined;
  readonly views: number;
  readonly sameStory: readonly ListRow[];
  readonly related: readonly ListRow[];
  readonly side: SideRows;
  readonly navigation: readonly string[];
}

const sameStoryMax = 6;
const relatedMax = 8;
const picturesMax = 4;
const picksMax = 8;
const mostReadMax = 8;
const nothingBeside: SideRows = { front: [], categories: new Map(), newest: [], pictured: [], mostReadDay: [], mostReadWeek: [] };

/** Forms for programs. */
export type DataForm = 'json' | 'ninjs' | 'newsml-g2';
export type ArticleForm = 'html' | DataForm;

const contentTypes: Readonly<Record<DataForm, string>> = { json: 'application/json; charset=utf-8', ninjs: 'application/vnd.iptc.ninjs+json; charset=utf-8', 'newsml-g2': 'application/vnd.iptc.g2.newsitem+xml; charset=utf-8' };

/** The page of one article, or what its address answers instead; as HTML or as JSON. */
@Injectable()
export class ShowArticle {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    private readonly side: SideLists,
    private readonly frames: Frames,
    private readonly html: HtmlPages,
    private readonly gone: GonePages,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  recipe(itemId: string, reader: Reader, form: ArticleForm): Recipe<Loaded> {
    return {
      key: `article|${itemId}|${form === 'html' ? readerKey(reader) : form}`,
      followsBoard: false,
      load: () => this.load(itemId, form !== 'html'),
      render: (loaded) => this.renderLoaded(itemId, loaded, reader, form),
    };
  }

  private async load(itemId: string, json: boolean): Promise<Loaded> {
    const row = await readPageRow(this.dataSource, itemId);
    const none = { row, article: null, canonical: undefined, views: 0, sameStory: [], related: [], side: nothingBeside };
    if (row?.state !== 'live') {
      const canonical = row?.down_cause === 'superseded' && row.canonical_item_id !== null ? await readPageRow(this.dataSource, row.canonical_item_id) : undefined;
      return { ...none, canonical, navigation: json ? [] : await this.side.navigation() };
    }
    const text = [readShownBody(this.dataSource, row), readViews(this.dataSource, itemId)] as const;
    if (json) {
      const [stored, views] = await Promise.all(text);
      return { ...none, article: stored?.article ?? null, views, navigation: [] };
    }
    const [stored, counted, sameStory, related, side, navigation] = await Promise.all([
      ...text,
      row.story_id === null ? [] : readOfStory(this.dataSource, row.story_id, itemId, sameStoryMax * 2),
      row.categories[0] === undefined ? [] : this.side.ofCategory(row.categories[0]),
      this.side.side(),
      this.side.navigation(),
    ]);
    return { row, article: stored?.article ?? null, canonical: undefined, views: counted, sameStory, related, side, navigation };
  }

  /** Asks the gate, for the article and for everything beside it, and does not wait. */
  private renderLoaded(itemId: string, loaded: Loaded, reader: Reader, form: ArticleForm): Rendered {
    const { row, canonical } = loaded;
    const json = form !== 'html';
    const channel = json ? 'api' : 'portal';
    const asked = new AskedGate(this.gate, channel);
    const verdict = row === undefined ? { permitted: true as const } : this.gate.verdict(row, channel);
    const outcome = decideOutcome(row, verdict, canonical?.state === 'live' && asked.permits(canonical));
    if (row) asked.permits(row);
    const path = `/articles/${itemId}`;
    const gone = { reader, path, json, articleLanguage: row?.language ?? undefined, navigation: loaded.navigation };
    switch (outcome.kind) {
      case 'unknown':
        return { page: this.gone.make({ ...gone, status: 404, holdId: null }), dueMs: undefined, keep: false };
      case 'removed':
        return { page: this.removedAs(form, row, { ...gone, status: outcome.status, holdId: outcome.holdId }), dueMs: asked.dueMs, keep: true };
      case 'moved':
        return { page: this.gone.moved(outcome.toItemId, json), dueMs: asked.dueMs, keep: true };
      case 'show':
        break;
    }
    if (!row) throw new Error('an article that is shown has a row');
    // The body was erased, or is not here yet where the store is a replica that lags.
    if (!loaded.article) {
      if (row.erased) return { page: this.removedAs(form, row, { ...gone, status: 410, holdId: null }), dueMs: asked.dueMs, keep: false };
      throw problem(503, 'body-not-here', 'The text of this article is not here yet. Ask again in a moment.', { retryAfterSeconds: 2 });
    }
    const page = form === 'html' ? this.asHtml(row, loaded.article, loaded, reader, asked) : this.asData(form, row, loaded.article, loaded.views);
    return { page, dueMs: asked.dueMs, keep: true };
  }

  /** TDM Reservation Protocol: reserved for all, or for what its source reserves. */
  private miningHeaders(article: Article): Record<string, string> {
    const isReserved = this.config.PORTAL_TDM_RESERVED || article.reprintReserved;
    return isReserved ? { 'tdm-reservation': '1', 'tdm-policy': `${this.config.PORTAL_PUBLIC_URL}/pages/usage` } : { 'tdm-reservation': '0' };
  }

  private viewOf(row: PageRow, article: Article, views: number, language: UiLanguage) {
    const { PORTAL_TIME_ZONE, PORTAL_PUBLIC_URL, RIGHTS_PUBLIC_URL } = this.config;
    return viewOf(row, article, views, { language, timeZone: PORTAL_TIME_ZONE, portalUrl: PORTAL_PUBLIC_URL, rightsUrl: RIGHTS_PUBLIC_URL });
  }

  private get site(): { readonly name: string; readonly url: string } {
    return { name: this.config.PORTAL_NAME, url: this.config.PORTAL_PUBLIC_URL };
  }

  private asData(form: DataForm, row: PageRow, article: Article, views: number): Page {
    const view = this.viewOf(row, article, views, this.config.PORTAL_LANGUAGE);
    const texts: Record<DataForm, () => string> = {
      json: () => JSON.stringify(articleJson(row, article, view)),
      ninjs: () => JSON.stringify(ninjsOf(row, article, view)),
      'newsml-g2': () => newsMlG2Of(row, article, view, this.site),
    };
    return new Page({
      contentType: contentTypes[form],
      text: texts[form](),
      cacheControl: 'no-cache',
      lastModified: row.changed_at ?? undefined,
      headers: { vary: 'Accept', 'x-content-type-options': 'nosniff', ...this.miningHeaders(article), 'surrogate-key': `item-${row.item_id}` },
    });
  }

  /** In the formats of the wire a removal is a higher version of the item, canceled and empty; its status is that of the page. */
  private removedAs(form: ArticleForm, row: PageRow | undefined, parts: GoneParts): Page {
    if (form === 'html' || form === 'json' || !row) return this.gone.make(parts);
    // While the row still says live, the removal will be its next publication.
    const version = row.state === 'live' ? row.publication + 1 : row.publication;
    const at = row.changed_at ?? new Date(0);
    const text = form === 'ninjs' ? JSON.stringify(canceledNinjs(row.item_id, version, at)) : canceledNewsMlG2(row.item_id, version, at, this.site);
    return new Page({ status: parts.status, contentType: contentTypes[form], text, cacheControl: 'no-store', headers: { 'x-content-type-options': 'nosniff', 'x-robots-tag': 'noindex', ...(parts.status === 451 ? { link: `<${this.gone.policyUrl}>; rel="blocked-by"` } : {}) } });
  }

  private asHtml(row: PageRow, article: Article, loaded: Loaded, reader: Reader, asked: AskedGate): Page {
    const language = chooseUiLanguage({ asked: reader.asked, acceptLanguage: undefined, articleLanguage: row.language ?? undefined, fallback: reader.preferred });
    const view = this.viewOf(row, article, loaded.views, language);
    const items = (rows: readonly ListRow[], limit: number, except: Set<string>) => asked.first(rows, limit, except).map((each) => toListItem(each, language, this.config.PORTAL_TIME_ZONE));
    const shown = new Set([row.item_id]);
    const sameStory = items(loaded.sameStory, sameStoryMax, shown);
    const frame = this.frames.of({ language, reader, path: `/articles/${row.item_id}`, navigation: loaded.navigation, category: row.categories[0], canonical: view.canonical });
    const elsewhere = withOwnPictures(view, frame.site.url);
    const data = {
      ...frame,
      article: withOwnPictures(view, ''),
      sharedPicture: (elsewhere.lead ?? elsewhere.gallery[0])?.url,
      jsonLd: jsonLdOf(elsewhere, frame.site, `${frame.site.url}/pages/usage`),
      sameStory,
      related: items(loaded.related, relatedMax, shown),
      pictures: items(loaded.side.pictured, picturesMax, new Set([row.item_id])),
      picks: items(loaded.side.newest, picksMax, shown),
      mostReadDay: items(loaded.side.mostReadDay, mostReadMax, new Set()),
      mostReadWeek: items(loaded.side.mostReadWeek, mostReadMax, new Set()),
    };
    // The page's own words follow the article's language, so only an article in a third language depends on the reader's.
    return this.html.make({ template: 'article', data, vary: 'Accept, Accept-Language', headers: { ...this.miningHeaders(article), ...asked.cacheKeys } });
  }
}
