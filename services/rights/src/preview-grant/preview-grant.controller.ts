import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, CLOCK, problem, Roles, zodBody, type Clock } from '@wiredesk/platform';
import type { Grant } from '@wiredesk/usage-terms';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { itemsOfSource } from '../clearing/item.store.js';
import { grantsOf } from '../manage-grants/grant.store.js';
import { readLicence, sourceLicence, type SourceLicence } from '../manage-grants/licence.decide.js';
import { previewGrants, type GrantPreview } from './decide.js';

const itemsLookedAtMax = 20_000;
const previewId = '00000000-0000-4000-8000-000000000000';
const sourceIdParam = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');

/** `POST /v1/sources/{id}/grant/preview`: what would go dark and what would come back, before a contract is changed. */
@ApiTags('grants')
@Controller('v1/sources/:id')
export class PreviewGrantController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('grant/preview')
  @Roles('rights-officer', 'operator', 'service')
  @HttpCode(200)
  @ApiOperation({ summary: 'Dry run of PUT /grant: the items that would go dark, come back, or be cleared within other terms' })
  @ApiJsonBody(sourceLicence)
  async preview(@Param('id') id: string, @Body(zodBody(sourceLicence)) licence: SourceLicence): Promise<GrantPreview & { truncated: boolean }> {
    const sourceId = check(sourceIdParam, id);
    const read = readLicence(licence);
    if (read.kind === 'unreadable') throw problem(422, 'licence-unreadable', read.detail, { errors: [{ pointer: '/licence', detail: read.detail }] });
    const stored = (await grantsOf(this.dataSource, sourceId)).filter((grant) => grant.revokedAt === null);
    // The contract keeps its id where there is one: an answer names the grant that it follows.
    const contractId = stored.find((grant) => grant.origin === 'contract')?.grantId ?? previewId;
    const others: Grant[] = stored.filter((grant) => grant.origin !== 'contract');
    const grants: Grant[] = read.kind === 'grant' ? [...others, { grantId: contractId, sourceId, ...read.terms }] : others;
    const items = await itemsOfSource(this.dataSource, sourceId, itemsLookedAtMax);
    return { ...previewGrants(items, grants, this.clock.now().getTime()), truncated: items.length === itemsLookedAtMax };
  }
}
