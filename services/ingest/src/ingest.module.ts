import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '@wiredesk/platform';

import { FindReceiptsController } from './find-receipts/find-receipts.controller.js';
import { ingestConfig, type IngestConfig } from './ingest.config.js';
import { LicenceForwarding } from './manage-sources/licence-forwarding.js';
import { ManageSourcesController } from './manage-sources/manage-sources.controller.js';
import { ManageSources } from './manage-sources/manage-sources.handler.js';
import { SourceDirectory } from './manage-sources/source-directory.js';
import { IngestReadings } from './metrics/ingest-readings.js';
import { migrations } from './migrations/index.js';
import { PicturesController } from './pictures/pictures.controller.js';
import { Pictures } from './pictures/pictures.worker.js';
import { PollFeedsController } from './poll-feeds/poll-feeds.controller.js';
import { PollFeeds } from './poll-feeds/poll-feeds.worker.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { Quarantine } from './quarantine/quarantine.handler.js';
import { ReadAgainController } from './read-again/read-again.controller.js';
import { ReadAgain } from './read-again/read-again.handler.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { Receipts } from './receipts/receipts.handler.js';
import { AtomPubController } from './receive-by-atompub/atompub.controller.js';
import { ReceiveByKafkaConsumer } from './receive-by-kafka/receive-by-kafka.consumer.js';
import { ReceiveByKafka } from './receive-by-kafka/receive-by-kafka.handler.js';
import { SuperdeskController } from './receive-from-superdesk/superdesk.controller.js';
import { AcceptPushes } from './receive-item/accept-pushes.js';
import { ReceiveItemController } from './receive-item/receive-item.controller.js';
import { ReceiveItem } from './receive-item/receive-item.handler.js';
import { Retention } from './retention/retention.worker.js';
import { RevisionsController } from './revisions/revisions.controller.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { Reviews } from './reviews/reviews.handler.js';
import { SourceCounters } from './source-health/source-counters.js';
import { SourceHealthController } from './source-health/source-health.controller.js';
import { SourceHealth } from './source-health/source-health.handler.js';
import { WebSubSubscriptions } from './subscribe-by-websub/subscriptions.worker.js';
import { WebSubController } from './subscribe-by-websub/websub.controller.js';
import { NoticeDelivery } from './tell-source/notice-delivery.js';
import { Notices } from './tell-source/notices.js';
import { TellSourceController } from './tell-source/tell-source.controller.js';
import { TakePayload } from './receive-item/take-payload.js';
import { ItemMovesOnConsumer } from './when-item-moves-on-then-note/item-moves-on.consumer.js';

@Module({
  controllers: [ManageSourcesController, ReceiveItemController, FindReceiptsController, ReceiptsController, RevisionsController, QuarantineController, ReadAgainController, SourceHealthController, TellSourceController, SuperdeskController, AtomPubController, ReceiveByKafkaConsumer, PollFeedsController, WebSubController, PicturesController, ReviewsController, ItemMovesOnConsumer],
  providers: [IngestReadings, SourceDirectory, ManageSources, LicenceForwarding, AcceptPushes, TakePayload, ReceiveItem, ReceiveByKafka, Receipts, Quarantine, ReadAgain, SourceCounters, SourceHealth, NoticeDelivery, Notices, PollFeeds, WebSubSubscriptions, Pictures, Reviews, Retention],
})
class IngestModule {}

/** Receives, authenticates, decodes, parses, sanitises and numbers what sources send. */
export const ingest: ServiceDefinition = {
  name: 'ingest',
  config: ingestConfig,
  module: IngestModule,
  migrations,
  bodyLimitBytes: (config: IngestConfig) => config.ITEM_BYTES_MAX,
};
