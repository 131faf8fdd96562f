import { Global, Module } from '@nestjs/common';

import { DeliveryWake } from './wake.js';

/** Everything that leaves to subscribers, and comes back when a hold says so. */
@Global()
@Module({ providers: [DeliveryWake], exports: [DeliveryWake] })
export class DeliverModule {}
