import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { ServiceDefinition } from '@wiredesk/platform';

import { FirstLink } from './accounts/first-link.js';
import { OneTimeLinks } from './accounts/one-time-links.js';
import { OwnAccountController } from './accounts/own-account.controller.js';
import { SignInByPassword } from './accounts/sign-in-by-password.js';
import { WelcomeController } from './accounts/welcome.controller.js';
import { ArticleController } from './article/article.controller.js';
import { ArticlePage } from './article/article-page.js';
import { AskServices } from './ask-services/ask-services.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditTrail } from './audit/audit-trail.js';
import { CompareController } from './compare/compare.controller.js';
import { RightsLogController } from './audit/rights-log.controller.js';
import { RightsLog } from './audit/rights-log.js';
import { CaseActsController } from './cases/case-acts.controller.js';
import { CasePage } from './cases/case-page.js';
import { CasesController } from './cases/cases.controller.js';
import { consoleConfig } from './console.config.js';
import { DeadLettersScreen } from './dead-letters/dead-letters.controller.js';
import { LetterGroups } from './dead-letters/letter-groups.js';
import { OwnLetters } from './dead-letters/own-letters.js';
import { ExplainController } from './explain/explain.controller.js';
import { ExplainItem } from './explain/explain.handler.js';
import { CheckFeeds } from './feeds/check-feeds.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { FollowTopics } from './follow-topics/follow-topics.consumer.js';
import { PruneTimeline } from './follow-topics/prune-timeline.js';
import { HoldsController } from './holds/holds.controller.js';
import { LiveController } from './live/live.controller.js';
import { LiveOverview } from './live/live-overview.js';
import { migrations } from './migrations/index.js';
import { OverviewController } from './overview/overview.controller.js';
import { ReadOverview } from './overview/read-overview.js';
import { ServiceStates } from './overview/service-state.js';
import { Assets } from './pages/assets.js';
import { PageProblems } from './pages/page-problems.js';
import { Pages } from './pages/pages.js';
import { PagesController } from './pages/pages.controller.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { RebuildController } from './rebuild/rebuild.controller.js';
import { RebuildProjection } from './rebuild/rebuild-projection.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { PicksController } from './picks/picks.controller.js';
import { RecallsController } from './recalls/recalls.controller.js';
import { Attempts } from './sign-in/attempts.js';
import { ForgetSessions } from './sign-in/forget-sessions.js';
import { OidcController } from './sign-in/oidc/oidc.controller.js';
import { Oidc } from './sign-in/oidc/oidc.js';
import { SignIn } from './sign-in/sign-in.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInGuard } from './sign-in/sign-in.guard.js';
import { SourceActsController } from './sources/source-acts.controller.js';
import { SourcePage } from './sources/source-page.js';
import { SourcesController } from './sources/sources.controller.js';
import { DecideByHandController } from './stories/decide-by-hand.controller.js';
import { StoriesController } from './stories/stories.controller.js';
import { StoryPage } from './stories/story-page.js';
import { ChangeAccount } from './users/change-account.js';
import { UsersController } from './users/users.controller.js';
import { SubscriberActsController } from './subscribers/subscriber-acts.controller.js';
import { SubscriberPage } from './subscribers/subscriber-page.js';
import { SubscribersController } from './subscribers/subscribers.controller.js';
import { ReadSystem } from './system/read-system.js';
import { SystemScreen } from './system/system.controller.js';

@Module({
  controllers: [
    FollowTopics,
    OverviewController,
    LiveController,
    ExplainController,
    CasesController,
    CaseActsController,
    HoldsController,
    RecallsController,
    SubscribersController,
    SubscriberActsController,
    FeedsController,
    PicksController,
    SystemScreen,
    SignInController,
    OidcController,
    WelcomeController,
    OwnAccountController,
    UsersController,
    AuditController,
    RightsLogController,
    SourcesController,
    SourceActsController,
    ReceiptsController,
    QuarantineController,
    ReviewsController,
    ArticleController,
    StoriesController,
    DecideByHandController,
    CompareController,
    DeadLettersScreen,
    RebuildController,
    PagesController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: SignInGuard },
    { provide: APP_INTERCEPTOR, useClass: PageProblems },
    SignIn,
    SignInByPassword,
    OneTimeLinks,
    FirstLink,
    ChangeAccount,
    Attempts,
    Oidc,
    ForgetSessions,
    AuditTrail,
    RightsLog,
    AskServices,
    ExplainItem,
    PruneTimeline,
    RebuildProjection,
    ServiceStates,
    CasePage,
    SubscriberPage,
    CheckFeeds,
    ReadSystem,
    ReadOverview,
    LiveOverview,
    SourcePage,
    ArticlePage,
    StoryPage,
    LetterGroups,
    OwnLetters,
    Assets,
    Pages,
  ],
})
export class ConsoleModule {}

/** The operators' view: a projection of the topics, and commands to the other services. */
export const consoleService: ServiceDefinition = { name: 'console', config: consoleConfig, module: ConsoleModule, migrations };
