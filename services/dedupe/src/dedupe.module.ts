import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '@wiredesk/platform';

import { dedupeConfig } from './dedupe.config.js';
import { fingerprinterProvider } from './placing/fingerprinter.provider.js';
import { ClearancesConsumer } from './when-clearance-changes-then-promote/clearances.consumer.js';
import { PromoteDue } from './when-due-then-promote/promote-due.js';
import { ItemsConsumer } from './when-item-received-then-place/items.consumer.js';

@Module({
  controllers: [ItemsConsumer, ClearancesConsumer],
  providers: [fingerprinterProvider, PromoteDue],
})
export class DedupeModule {}

/** Places items in stories and chooses the copy that stands for each. */
export const dedupe: ServiceDefinition = { name: 'dedupe', config: dedupeConfig, module: DedupeModule };
