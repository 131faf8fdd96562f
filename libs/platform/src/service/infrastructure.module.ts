import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DeadLetters, Outbox, TopicFollower, type Messaging } from '@wiredesk/messaging';
import { DataSource } from 'typeorm';

import { RolesGuard, Tokens } from '../auth/roles.js';
import { CLOCK, type Clock } from '../clock.js';
import { CONFIG, type BaseConfig } from '../config/config.js';
import { DeadLettersController } from '../dead-letters/dead-letters.controller.js';
import { Health } from '../health/health.js';
import { HealthController } from '../health/health.controller.js';
import { Outgoing } from '../http/outgoing.js';
import { LOG, type Log } from '../log.js';
import { Metrics } from '../metrics/metrics.js';
import { SystemController } from '../system/system.controller.js';
import { BUILD, SystemFacts, type Build } from '../system/system-facts.js';

/** What `createService` made before Nest starts. */
export interface Infrastructure {
  readonly build: Build;
  readonly config: BaseConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly dataSource: DataSource;
  readonly messaging: Messaging;
  readonly metrics: Metrics;
  readonly health: Health;
}

/** Gives every slice the service's database, outbox, clock, log, metrics and configuration. */
@Module({})
export class InfrastructureModule implements OnApplicationShutdown {
  static with(parts: Infrastructure): DynamicModule {
    const outgoing = new Outgoing(parts.config.OUTGOING_ALLOW);
    const values: [unknown, unknown][] = [
      [BUILD, parts.build],
      [CONFIG, parts.config],
      [LOG, parts.log],
      [CLOCK, parts.clock],
      [DataSource, parts.dataSource],
      [Outbox, parts.messaging.outbox],
      [TopicFollower, parts.messaging.follower],
      [DeadLetters, parts.messaging.deadLetters],
      [Metrics, parts.metrics],
      [Health, parts.health],
      [Tokens, new Tokens(parts.config.TOKENS)],
      [Outgoing, outgoing],
    ];
    const providers = values.map(([provide, useValue]) => ({ provide: provide as symbol, useValue }));
    return {
      module: InfrastructureModule,
      global: true,
      controllers: [HealthController, DeadLettersController, SystemController],
      providers: [...providers, SystemFacts, { provide: APP_GUARD, useClass: RolesGuard }],
      exports: [SystemFacts, ...values.map(([provide]) => provide as symbol)],
    };
  }

  constructor(private readonly outgoing: Outgoing) {}

  async onApplicationShutdown(): Promise<void> {
    await this.outgoing.close();
  }
}
