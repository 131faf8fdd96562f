import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, Outgoing, OutgoingRefused, problem, zodForm } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import type { PublishConfig } from '../publish.config.js';
import { leaseOf, secretBytesMax, topicPath } from './subscription.decide.js';
import { VerifySubscriptions } from './verify-subscriptions.js';
import { countOfOrigin } from './websub.store.js';

/** Parameters that we do not know are ignored (§5.1). */
const hubForm = z.looseObject({
  'hub.mode': z.enum(['subscribe', 'unsubscribe']),
  'hub.callback': z.url().max(1_000),
  'hub.topic': z.url().max(500),
  'hub.lease_seconds': z.coerce.number().int().min(0).optional(),
  'hub.secret': z.string().refine((secret) => Buffer.byteLength(secret) <= secretBytesMax, `at most ${secretBytesMax} bytes`).optional(),
});

const perOriginMax = 1_000;

/** `/websub`: a hub for our own feeds (W3C WebSub). */
@ApiTags('feeds')
@Controller('websub')
export class HubController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly verifying: VerifySubscriptions,
    private readonly outgoing: Outgoing,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOperation({ summary: 'Subscribe to, or unsubscribe from, a feed; the callback is asked whether it wants that' })
  async request(@Body(zodForm(hubForm)) form: z.infer<typeof hubForm>): Promise<void> {
    const path = topicPath(form['hub.topic'], this.config.PORTAL_PUBLIC_URL);
    if (path === undefined) throw problem(422, 'topic-unknown', `"hub.topic" is no feed of this hub. Feeds begin with ${this.config.PORTAL_PUBLIC_URL}/feeds/ and name themselves in rel="self".`);
    const callback = new URL(form['hub.callback']);
    if (callback.hash !== '') throw problem(422, 'callback-refused', '"hub.callback" must not have a fragment.');
    this.assertMayCall(callback.href);
    if (form['hub.mode'] === 'subscribe' && (await countOfOrigin(this.dataSource, callback.origin)) >= perOriginMax) throw problem(429, 'too-many-subscriptions', `${callback.origin} has ${perOriginMax} subscriptions already.`, { retryAfterSeconds: 3_600 });
    this.verifying.take({ mode: form['hub.mode'], callback: form['hub.callback'], topic: form['hub.topic'], path, secret: form['hub.secret'] ?? null, leaseSeconds: leaseOf(form['hub.lease_seconds']) });
  }

  private assertMayCall(url: string): void {
    try {
      this.outgoing.assertMayCall(url);
    } catch (error) {
      if (!(error instanceof OutgoingRefused)) throw error;
      throw problem(422, 'callback-refused', `"hub.callback" is not called from here: ${error.message}.`);
    }
  }
}
