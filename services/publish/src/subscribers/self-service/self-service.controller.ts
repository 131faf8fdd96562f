import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, parseForm, problem, Roles, zodBody } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Html } from './html.js';
import { subscriptionCss, unknownLinkPage } from './page.js';
import { SelfService } from './self-service.handler.js';
import { textsFor } from './texts.js';

const linkBody = z.strictObject({ days: z.int().min(1).max(365).default(30) });
const idParam = z.uuid('a subscriber id is a UUID');

/** Neither kept, nor framed, nor told to where its links lead: the address is the key. */
const headers = {
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

/** Pages for a subscriber, by a link from the operator. */
@ApiTags('subscribers')
@Controller()
export class SelfServiceController {
  constructor(private readonly selfService: SelfService) {}

  @Post('v1/subscribers/:id/links')
  @Roles('operator')
  @ApiOperation({ summary: 'A link with which the subscriber opens its own pages; shown once' })
  @ApiJsonBody(linkBody)
  link(@Param('id') id: string, @Body(zodBody(linkBody)) { days }: z.infer<typeof linkBody>) {
    return this.selfService.link(check(idParam, id), days);
  }

  @Get('subscription.css')
  @ApiOperation({ summary: 'Style of the subscription pages' })
  async css(@Res() reply: FastifyReply): Promise<void> {
    await reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' }).send(subscriptionCss);
  }

  @Get('subscription/:key')
  @ApiOperation({ summary: 'Endpoint, deliveries, removals and conformance of one subscriber' })
  show(@Param('key') key: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(key, request, reply, undefined);
  }

  @Get('subscription/:key/certificate')
  @ApiOperation({ summary: 'That the subscriber passed the conformance kit, signed' })
  async certificate(@Param('key') key: string, @Res() reply: FastifyReply): Promise<void> {
    const subscriberId = await this.selfService.subscriberOf(key);
    if (subscriberId === undefined) throw problem(404, 'link-unknown', 'This link has ended or never existed. Ask the operator for a new one.');
    await reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }).send(await this.selfService.certificate(subscriberId));
  }

  @Post('subscription/:key')
  @ApiOperation({ summary: 'Test event, test kill, new secret, pause, resume, send again' })
  async act(@Param('key') key: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const subscriberId = await this.selfService.subscriberOf(key);
    const note = subscriberId === undefined ? undefined : await this.selfService.act(subscriberId, key, parseForm(request.body), textsFor(request.headers['accept-language']).t);
    await this.answer(key, request, reply, note);
  }

  private async answer(key: string, request: FastifyRequest, reply: FastifyReply, note: Html | undefined): Promise<void> {
    const words = textsFor(request.headers['accept-language']);
    const subscriberId = await this.selfService.subscriberOf(key);
    void reply.headers(headers);
    if (subscriberId === undefined) return void (await reply.status(404).send(unknownLinkPage(words.lang, words.t)));
    await reply.send(await this.selfService.page(subscriberId, key, words, note));
  }
}
