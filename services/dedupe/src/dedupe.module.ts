import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { BoilerplateTimer } from './boilerplate/boilerplate-timer.js';
import { KnownBoilerplate } from './boilerplate/known-boilerplate.js';
import { CompareTextsController } from './compare-texts/compare-texts.controller.js';
import { DecideByHandController } from './decide-by-hand/decide-by-hand.controller.js';
import { DecideByHand } from './decide-by-hand/decide-by-hand.handler.js';
import { dedupeConfig } from './dedupe.config.js';
import { ListStoriesController } from './list-stories/list-stories.controller.js';
import { migrations } from './migrations/index.js';
import { PlacementsController } from './placements/placements.controller.js';
import { fingerprinterProvider } from './placing/fingerprinter.provider.js';
import { RebuildSketchesController } from './rebuild-sketches/rebuild-sketches.controller.js';
import { RebuildSketches } from './rebuild-sketches/rebuild-sketches.js';
import { LetPass } from './stay-down/let-pass.handler.js';
import { StayDownController } from './stay-down/stay-down.controller.js';
import { ThinSketches } from './thin-sketches/thin-sketches.js';
import { ClearancesConsumer } from './when-clearance-changes-then-promote/clearances.consumer.js';
import { PromoteDue } from './when-due-then-promote/promote-due.js';
import { HoldsConsumer } from './when-hold-changes-then-guard/holds.consumer.js';
import { ItemsConsumer } from './when-item-received-then-place/items.consumer.js';

const knownBoilerplate = { provide: KnownBoilerplate, inject: [DataSource], useFactory: (dataSource: DataSource) => new KnownBoilerplate(dataSource) };

@Module({
  controllers: [ItemsConsumer, ClearancesConsumer, HoldsConsumer, ListStoriesController, PlacementsController, CompareTextsController, DecideByHandController, StayDownController, RebuildSketchesController],
  providers: [fingerprinterProvider, knownBoilerplate, BoilerplateTimer, PromoteDue, ThinSketches, RebuildSketches, DecideByHand, LetPass],
})
export class DedupeModule {}

/** Places items in stories and chooses the copy that stands for each. */
export const dedupe: ServiceDefinition = { name: 'dedupe', config: dedupeConfig, module: DedupeModule, migrations };
