import { Global, Module } from '@nestjs/common';

import { ApiCallers } from '../content-api/api-callers.js';
import { ApiKeysController } from '../content-api/api-keys.controller.js';
import { ArticlesController } from '../content-api/articles.controller.js';
import { ReadArticles } from '../content-api/read-articles.js';
import { CountViewsController } from '../count-views/count-views.controller.js';
import { CountViews } from '../count-views/count-views.js';
import { FeedsController } from '../feeds/feeds.controller.js';
import { PullFeedController } from '../feeds/of-subscriber/pull-feed.controller.js';
import { PullFeed } from '../feeds/of-subscriber/pull-feed.js';
import { ShowFeed } from '../feeds/show-feed.js';
import { PicturesController } from '../pictures/pictures.controller.js';
import { ShowPictures } from '../pictures/show-pictures.js';
import { StoredPictures } from '../pictures/stored-pictures.js';
import { IndexArticles } from '../search/index-articles.js';
import { SearchArticles } from '../search/search-articles.js';
import { SearchController } from '../search/search.controller.js';
import { ShowSitemaps } from '../sitemaps/show-sitemaps.js';
import { SitemapsController } from '../sitemaps/sitemaps.controller.js';
import { IndexNowKeyController } from '../sitemaps/tell-engines/index-now-key.controller.js';
import { TellEngines } from '../sitemaps/tell-engines/tell-engines.js';
import { BoardVersion } from './page/board-version.js';
import { HtmlPages } from './page/html-page.js';
import { PageCache } from './page/page-cache.js';
import { PinPicksController } from './pin-picks/pin-picks.controller.js';
import { Frames } from './render/frame.js';
import { Templates } from './render/templates.js';
import { AssetsController } from './serve-assets/assets.controller.js';
import { Assets } from './serve-assets/assets.js';
import { ShareArticleController } from './share-article/share-article.controller.js';
import { ShareArticle } from './share-article/share-article.js';
import { ShowArticle } from './show-article/show-article.js';
import { ShowArticleController } from './show-article/show-article.controller.js';
import { GonePages } from './show-gone/gone-pages.js';
import { PortalErrors } from './show-gone/portal-errors.js';
import { UnknownPageController } from './show-gone/unknown-page.controller.js';
import { ShowLists } from './show-lists/show-lists.js';
import { ShowListsController } from './show-lists/show-lists.controller.js';
import { SideLists } from './show-lists/side-lists.js';
import { ShowTextController } from './show-text/show-text.controller.js';
import { Texts } from './show-text/texts.js';

/** What readers and their programs see. Global for `BoardVersion`, which who changes the board bumps, and for feeds of subscribers, which their pages make. */
@Global()
@Module({
  controllers: [ShowListsController, ShareArticleController, ShowArticleController, PicturesController, PullFeedController, FeedsController, SitemapsController, ShowTextController, CountViewsController, SearchController, ArticlesController, ApiKeysController, PinPicksController, IndexNowKeyController, AssetsController, UnknownPageController],
  providers: [BoardVersion, PageCache, Templates, Assets, Frames, HtmlPages, GonePages, PortalErrors, SideLists, ShowLists, ShareArticle, ShowArticle, StoredPictures, ShowPictures, ShowFeed, PullFeed, ShowSitemaps, Texts, CountViews, SearchArticles, IndexArticles, ApiCallers, ReadArticles, TellEngines],
  exports: [BoardVersion, PullFeed],
})
export class PortalModule {}
