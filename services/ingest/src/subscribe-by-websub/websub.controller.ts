import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, LOG, Metrics, ProblemException, type Clock, type Log } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { PollFeeds } from '../poll-feeds/poll-feeds.worker.js';
import { hurryPoll } from '../poll-feeds/poll.store.js';
import { TakePayload } from '../receive-item/take-payload.js';
import { fitsHubSignature } from './hub-signature.js';
import { answerVerification, askAgainAfterSeconds, type Subscription } from './subscription.decide.js';
import { noteDenied, noteIgnored, notePushed, noteVerified, removeSubscription, subscriptionOf } from './websub.store.js';

const deniedAttempts = 6;

/** `/websub/{token}`: where hubs call. */
@ApiTags('push')
@Controller('websub')
export class WebSubController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly payloads: TakePayload,
    private readonly polls: PollFeeds,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get(':token')
  @ApiOperation({ summary: 'WebSub: a hub asks whether a subscription is meant' })
  @ApiResponse({ status: 404, description: 'It is not' })
  async verify(@Param('token') token: string, @Query() query: Record<string, string | undefined>, @Res() reply: FastifyReply): Promise<void> {
    const subscription = await subscriptionOf(this.dataSource, token);
    const answer = answerVerification(subscription, {
      mode: query['hub.mode'], topic: query['hub.topic'], challenge: query['hub.challenge'], leaseSeconds: query['hub.lease_seconds'], reason: query['hub.reason'],
    });
    const inSeconds = (seconds: number) => new Date(this.clock.now().getTime() + seconds * 1000);
    switch (answer.kind) {
      case 'confirm':
        await noteVerified(this.dataSource, token, inSeconds(answer.leaseSeconds), inSeconds(answer.renewAfterSeconds));
        return this.echo(reply, answer.challenge);
      case 'let-go':
        await removeSubscription(this.dataSource, token);
        return this.echo(reply, answer.challenge);
      case 'denied':
        await noteDenied(this.dataSource, token, answer.reason, inSeconds(askAgainAfterSeconds(deniedAttempts)));
        await reply.status(200).send();
        return;
      case 'refuse':
        await reply.status(404).send();
    }
  }

  /** Content, signed: taken. Without content (a thin ping), or content that is no feed: the feed is asked for now. */
  @Post(':token')
  @ApiOperation({ summary: 'WebSub: a hub delivers; X-Hub-Signature with sha1, sha256, sha384 or sha512' })
  @ApiResponse({ status: 202, description: 'Taken; or ignored and counted, where the signature is wrong' })
  async deliver(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const subscription = await subscriptionOf(this.dataSource, token);
    if (!subscription?.wanted) {
      await reply.status(410).send();
      return;
    }
    const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
    const signature = request.headers['x-hub-signature'];
    if (!fitsHubSignature(Array.isArray(signature) ? signature[0] : signature, body, subscription.secret)) {
      // As WebSub §8.1 asks: a 2xx, so that a forger learns nothing.
      await noteIgnored(this.dataSource, token);
      this.count('ignored');
      this.log.warn({ sourceId: subscription.sourceId }, 'a WebSub delivery with a wrong signature was ignored');
      await reply.status(202).send();
      return;
    }
    await notePushed(this.dataSource, token, this.clock.now());
    this.count((await this.taken(subscription, body, request)) ? 'fat' : 'thin');
    await reply.status(202).send();
  }

  /** False where the feed is to be asked for instead. Throws what the hub shall deliver again (503). */
  private async taken(subscription: Subscription, body: Buffer, request: FastifyRequest): Promise<boolean> {
    try {
      if (body.length > 0) {
        await this.payloads.takeOwn(subscription.sourceId, { bytes: body, contentType: request.headers['content-type'] ?? null, contentEncoding: request.headers['content-encoding'] ?? null, onlyIfChanged: true });
        return true;
      }
    } catch (error) {
      if (!(error instanceof ProblemException) || error.getStatus() >= 500) throw error;
      this.log.info({ sourceId: subscription.sourceId, code: error.code }, 'a WebSub delivery could not be read; the feed is asked for instead');
    }
    if (await hurryPoll(this.dataSource, subscription.sourceId, this.clock.now())) this.polls.wake();
    return false;
  }

  private async echo(reply: FastifyReply, challenge: string): Promise<void> {
    await reply.status(200).header('content-type', 'text/plain; charset=utf-8').header('x-content-type-options', 'nosniff').send(challenge);
  }

  private count(kind: 'fat' | 'thin' | 'ignored'): void {
    this.metrics.counter('wiredesk_ingest_websub_total', 'Deliveries of hubs.', ['kind']).inc({ kind });
  }
}
