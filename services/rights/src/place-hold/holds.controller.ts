import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, check, problem, Roles, sha256Hex, zodBody } from '@wiredesk/platform';
import type { Hold } from '@wiredesk/usage-terms';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { findHold } from '../hold-ledger/ledger.store.js';
import { LiftHold } from '../lift-hold/lift-hold.handler.js';
import { idempotencyKeyOf } from '../once/idempotency-key.js';
import type { Call } from '../once/once.store.js';
import { holdOrder, type HoldOrder } from './hold-order.js';
import { PlaceHold } from './place-hold.handler.js';

const liftOrder = z.object({
  reason: z.string().trim().min(1).max(300),
  basis: z.enum(['own-motion', 'order-reversed', 'order-ended']).default('own-motion'),
});
const holdIdParam = z.string().toLowerCase().pipe(z.uuid());

/** `/v1/holds`: what a rights officer orders and lifts by hand. */
@ApiTags('holds')
@Controller('v1/holds')
export class HoldsController {
  constructor(
    private readonly placing: PlaceHold,
    private readonly lifting: LiftHold,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @Roles('rights-officer')
  @ApiOperation({ summary: 'Place a hold at once (emergency kill)' })
  @ApiHeader({ name: 'idempotency-key', required: false })
  @ApiJsonBody(holdOrder)
  place(@Body(zodBody(holdOrder)) order: HoldOrder, @Req() request: FastifyRequest): Promise<Hold> {
    return this.placing.place(order, callOf(request, 'place-hold'), nameOf(request));
  }

  @Post(':id/lift')
  @Roles('rights-officer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift a hold by its id' })
  @ApiHeader({ name: 'idempotency-key', required: false })
  @ApiJsonBody(liftOrder)
  lift(@Param('id') id: string, @Body(zodBody(liftOrder)) order: z.infer<typeof liftOrder>, @Req() request: FastifyRequest): Promise<Hold> {
    return this.lifting.lift(check(holdIdParam, id), order, callOf(request, `lift ${id}`), nameOf(request));
  }

  @Get(':id')
  @Roles('rights-officer', 'operator', 'editor', 'viewer', 'service')
  @ApiOperation({ summary: 'One hold as it is now' })
  async one(@Param('id') id: string): Promise<Hold> {
    const known = await findHold(this.dataSource, check(holdIdParam, id));
    if (!known) throw problem(404, 'hold-unknown', 'There is no hold of this id.');
    return known.hold;
  }
}

const nameOf = (request: FastifyRequest): string => callerOf(request)?.name ?? 'unknown';
const callOf = (request: FastifyRequest, what: string): Call => ({
  caller: `${nameOf(request)} ${what}`,
  key: idempotencyKeyOf(request),
  bodySha256: sha256Hex(request.body instanceof Uint8Array ? request.body : ''),
});
