import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, bearerToken, CLOCK, CONFIG, problem, Tokens, zodBody, type Clock } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

import { idempotencyKeyOf } from '../once/idempotency-key.js';
import { languageOf } from '../pages/page-language.decide.js';
import type { RightsConfig } from '../rights.config.js';
import { NoticeRate } from './notice-rate.js';
import { notice, type Notice } from './notice.js';
import { OrderTakedown, type TakedownAnswer } from './order-takedown.handler.js';

/** `POST /v1/takedowns`: a notice as JSON, from anybody; from a rights officer one that came by mail or letter. */
@ApiTags('takedowns')
@Controller('v1/takedowns')
export class TakedownsController {
  private readonly rate: NoticeRate;

  constructor(
    private readonly takedown: OrderTakedown,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: RightsConfig,
  ) {
    this.rate = new NoticeRate(config.NOTICES_PER_MINUTE);
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'File a notice: the case, a private token for it, and what became of each address' })
  @ApiHeader({ name: 'idempotency-key', required: false, description: 'A repeat with the same key and body gives the same case' })
  @ApiJsonBody(notice)
  @ApiResponse({ status: 202, description: '`{case: {number, url, token, regime, missing}, targets: [{url, state, scope, itemId, holdId, note}]}`' })
  @ApiResponse({ status: 422, description: 'A field cannot be read; what is merely missing is asked for by `case.missing`' })
  @ApiResponse({ status: 429, description: 'Too many notices of this network address' })
  async order(@Body(zodBody(notice)) body: Notice, @Req() request: FastifyRequest): Promise<TakedownAnswer> {
    const officer = this.officerOf(request);
    const waitSeconds = officer === undefined ? this.rate.take(request.ip, this.clock.now().getTime()) : 0;
    if (waitSeconds > 0) throw problem(429, 'too-many-notices', 'Too many notices came from your network address. One notice may name up to 10,000 addresses.', { retryAfterSeconds: waitSeconds });
    return this.takedown.order(body, {
      channel: officer === undefined ? 'api' : 'officer',
      language: body.language ?? languageOf(undefined, request.headers['accept-language']),
      key: idempotencyKeyOf(request),
      actor: officer === undefined ? 'claimant' : `officer:${officer}`,
    });
  }

  /** The officer whose token the request carries; a wrong token is refused rather than taken for nobody's. */
  private officerOf(request: FastifyRequest): string | undefined {
    const token = bearerToken(request);
    if (token === undefined) return undefined;
    const caller = this.tokens.callerOf(token);
    if (!caller) throw problem(401, 'token-unknown', 'This token is not known here. A notice needs none.');
    return caller.roles.includes('rights-officer') ? caller.name : undefined;
  }
}
