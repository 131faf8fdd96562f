import { Global, Module } from '@nestjs/common';

import { CanaryController } from '../canary/canary.controller.js';
import { CanaryDrill } from '../canary/drill.js';
import { ConformanceController } from '../conformance/conformance.controller.js';
import { Conformance } from '../conformance/conformance.handler.js';
import { Escalate } from '../escalate/escalate.js';
import { EscalationsController } from '../escalate/escalations.controller.js';
import { AcknowledgeController } from '../recall/acknowledge/acknowledge.controller.js';
import { Acknowledge } from '../recall/acknowledge/acknowledge.handler.js';
import { FetchPlaces } from '../recall/fetch-places.js';
import { LookAtSurfaces } from '../recall/look-at-surfaces.js';
import { OwnAddress } from '../recall/own-address.js';
import { PublishReadings } from '../metrics/publish-readings.js';
import { RecallBook } from '../recall/recall-book.js';
import { ReconcileController } from '../reconcile/reconcile.controller.js';
import { Reconcile } from '../reconcile/reconcile.handler.js';
import { RemovalsController } from '../removals/removals.controller.js';
import { SubscriberCallers } from '../subscribers/caller.js';
import { DeliveriesController } from '../subscribers/deliveries.controller.js';
import { Deliveries } from '../subscribers/deliveries.handler.js';
import { SelfServiceController } from '../subscribers/self-service/self-service.controller.js';
import { SelfService } from '../subscribers/self-service/self-service.handler.js';
import { SubscriberDirectory } from '../subscribers/subscriber-directory.js';
import { SubscribersController } from '../subscribers/subscribers.controller.js';
import { Subscribers } from '../subscribers/subscribers.handler.js';
import { ByHttp } from '../transmit/by-http.js';
import { Documents } from '../transmit/documents.js';
import { KafkaTopic } from '../transmit/kafka-topic.js';
import { ObjectDrop } from '../transmit/object-drop.js';
import { SftpDrop } from '../transmit/sftp-drop.js';
import { Transmitters } from '../transmit/transmitters.js';
import { TraceOfHolds } from '../tracing/trace-of-holds.js';
import { Distribute } from '../websub/distribute.js';
import { HubController } from '../websub/hub.controller.js';
import { VerifySubscriptions } from '../websub/verify-subscriptions.js';
import { Attempts } from './attempt.js';
import { Deliver } from './deliver.js';
import { FinishAttempts } from './finish-attempts.js';
import { SigningKey } from './signing-key.js';
import { SigningKeysController } from './signing-keys.controller.js';
import { SpreadChanges } from './spread-changes.js';
import { DeliveryWake } from './wake.js';
import { Digests } from './digest/digests.js';

/** Everything that leaves to subscribers, and comes back when a hold says so. Global for `DeliveryWake`. */
@Global()
@Module({
  controllers: [SubscribersController, SigningKeysController, DeliveriesController, ConformanceController, HubController, SelfServiceController, CanaryController, EscalationsController, AcknowledgeController, RemovalsController, ReconcileController],
  providers: [
    PublishReadings, TraceOfHolds, DeliveryWake, SubscriberDirectory, Subscribers, SubscriberCallers, Deliveries, Digests, Conformance, CanaryDrill, SelfService, VerifySubscriptions, Distribute, SpreadChanges, SigningKey, Attempts, FinishAttempts, Deliver,
    Escalate, Documents, ByHttp, KafkaTopic, ObjectDrop, SftpDrop, Transmitters,
    RecallBook, OwnAddress, FetchPlaces, LookAtSurfaces, Acknowledge, Reconcile,
  ],
  exports: [DeliveryWake],
})
export class DeliverModule {}
