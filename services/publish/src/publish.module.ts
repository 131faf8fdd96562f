import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '@wiredesk/platform';

import { SettleArticles } from './board/settle-articles.js';
import { CopiesController } from './copies/copies.controller.js';
import { DeliverModule } from './deliver/deliver.module.js';
import { HoldLaneModule } from './hold-lane/hold-lane.module.js';
import { ListFeedsController } from './list-feeds/list-feeds.controller.js';
import { migrations } from './migrations/index.js';
import { PortalModule } from './portal/portal.module.js';
import { publishConfig } from './publish.config.js';
import { ShowDeliveryController } from './show-delivery/show-delivery.controller.js';
import { SettleDue } from './when-due-then-settle/settle-due.js';
import { SweepHolds } from './when-hold-changes-then-sweep/sweep-holds.js';
import { WhenHoldChanges } from './when-hold-changes-then-sweep/when-hold-changes.consumer.js';
import { WhenItemChanges } from './when-item-changes-then-note/when-item-changes.consumer.js';
import { WhenItemCleared } from './when-item-cleared-then-note/when-item-cleared.consumer.js';
import { WhenItemPlaced } from './when-item-placed-then-note/when-item-placed.consumer.js';

@Module({
  imports: [HoldLaneModule, DeliverModule, PortalModule],
  controllers: [WhenItemChanges, WhenItemPlaced, WhenItemCleared, WhenHoldChanges, CopiesController, ListFeedsController, ShowDeliveryController],
  providers: [SettleArticles, SweepHolds, SettleDue],
})
export class PublishModule {}

/** 100,000 URLs to reconcile; no other body of this service comes near it. */
const reconcileBytesMax = 16 * 1024 * 1024;

/** Serves and delivers what is cleared and not held, and recalls each copy when a hold says so. */
export const publish: ServiceDefinition = { name: 'publish', config: publishConfig, module: PublishModule, migrations, bodyLimitBytes: reconcileBytesMax };
