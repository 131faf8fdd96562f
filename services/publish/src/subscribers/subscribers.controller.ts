import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, Roles, zodBody } from '@wiredesk/platform';
import { z } from 'zod';

import { newSecretBody, newSubscriber, subscriberChange, type NewSecretBody, type NewSubscriber, type SubscriberChange } from './subscriber.js';
import { Subscribers } from './subscribers.handler.js';

const idParam = z.uuid('a subscriber id is a UUID');

/** `/v1/subscribers`: parties that receive deliveries. */
@ApiTags('subscribers')
@Controller('v1/subscribers')
export class SubscribersController {
  constructor(private readonly subscribers: Subscribers) {}

  @Post()
  @Roles('operator')
  @ApiOperation({ summary: 'Create a subscriber; secret and token are shown once' })
  @ApiJsonBody(newSubscriber)
  create(@Body(zodBody(newSubscriber)) subscriber: NewSubscriber) {
    return this.subscribers.create(subscriber);
  }

  @Get()
  @Roles('operator', 'editor', 'rights-officer', 'viewer', 'service')
  @ApiOperation({ summary: 'All subscribers' })
  list() {
    return this.subscribers.list();
  }

  @Get(':id')
  @Roles('operator', 'editor', 'rights-officer', 'viewer', 'service')
  @ApiOperation({ summary: 'One subscriber' })
  one(@Param('id') id: string) {
    return this.subscribers.one(check(idParam, id));
  }

  @Patch(':id')
  @Roles('operator')
  @ApiOperation({ summary: 'Change settings, pause, resume' })
  @ApiJsonBody(subscriberChange)
  change(@Param('id') id: string, @Body(zodBody(subscriberChange)) change: SubscriberChange) {
    return this.subscribers.change(check(idParam, id), change);
  }

  @Delete(':id')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a subscription; removals of what it had still reach it' })
  async remove(@Param('id') id: string): Promise<void> {
    await this.subscribers.remove(check(idParam, id));
  }

  @Post(':id/secrets')
  @Roles('operator')
  @ApiOperation({ summary: 'A new signing secret; older ones sign on for the overlap' })
  @ApiJsonBody(newSecretBody)
  rotateSecret(@Param('id') id: string, @Body(zodBody(newSecretBody)) { overlapSeconds }: NewSecretBody) {
    return this.subscribers.rotateSecret(check(idParam, id), overlapSeconds);
  }

  @Post(':id/test-events')
  @Roles('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a test.ping' })
  ping(@Param('id') id: string) {
    return this.subscribers.ping(check(idParam, id));
  }
}
