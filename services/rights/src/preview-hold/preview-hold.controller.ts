import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { HoldScope } from '@wiredesk/contracts';
import { ApiJsonBody, CONFIG, Roles, zodBody } from '@wiredesk/platform';
import { urlKey } from '@wiredesk/usage-terms';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { readAddress } from '../order-takedown/address.decide.js';
import { holdScopeOrder } from '../place-hold/hold-order.js';
import type { RightsConfig } from '../rights.config.js';
import { titlesOf } from '../cases/titles.js';
import { blastRadius, type BlastRadius } from './decide.js';
import { itemsLookedAtMax, itemsNear } from './near-item.store.js';

const previewOrder = z.object({ scope: holdScopeOrder });

/** `POST /v1/holds/preview`: what a hold would reach, before it is placed. Changes nothing. */
@ApiTags('holds')
@Controller('v1/holds')
export class PreviewHoldController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: RightsConfig,
  ) {}

  @Post('preview')
  @Roles('rights-officer', 'operator', 'editor', 'viewer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Blast radius: which items a hold of this scope would take dark, which stay, which copy would be shown instead' })
  @ApiJsonBody(previewOrder)
  async preview(@Body(zodBody(previewOrder)) order: z.infer<typeof previewOrder>): Promise<BlastRadius & { titles: Record<string, string> }> {
    const scope = this.sharpened(order.scope);
    const { reached, beside } = await itemsNear(this.dataSource, scope, scope.kind === 'url' ? (urlKey(scope.url) ?? scope.url) : '');
    const radius = blastRadius(reached, beside, reached.length === itemsLookedAtMax);
    const titles = await titlesOf(this.dataSource, [...radius.sample, ...radius.promoted].map(({ itemId }) => itemId));
    return { ...radius, titles: Object.fromEntries(titles) };
  }

  /** The address of one of our own articles reaches that article. */
  private sharpened(scope: HoldScope): HoldScope {
    const address = scope.kind === 'url' ? readAddress({ url: scope.url }, this.config.PORTAL_PUBLIC_URL) : undefined;
    return address?.kind === 'article' ? { kind: 'item', itemId: address.itemId } : scope;
  }
}
