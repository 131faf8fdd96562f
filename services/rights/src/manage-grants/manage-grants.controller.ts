import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, callerOf, check, Roles, zodBody } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { ManageGrants } from './manage-grants.handler.js';
import { licenceObject, sourceLicence, type LicenceObject, type SourceLicence } from './licence.decide.js';

const sourceIdParam = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');
const grantIdParam = z.uuid();

/** `/v1/sources/{id}/grant` and `/grants`: what a source allows. */
@ApiTags('grants')
@Controller('v1/sources/:id')
export class ManageGrantsController {
  constructor(private readonly grants: ManageGrants) {}

  @Put('grant')
  @Roles('service', 'rights-officer')
  @ApiOperation({ summary: 'The licence of a source, as ingest tells it; replaces the one told before' })
  @ApiJsonBody(sourceLicence)
  put(@Param('id') id: string, @Body(zodBody(sourceLicence)) licence: SourceLicence, @Req() request: FastifyRequest) {
    return this.grants.put(check(sourceIdParam, id), licence, nameOf(request));
  }

  @Get('grants')
  @Roles('service', 'rights-officer', 'operator', 'editor', 'viewer')
  @ApiOperation({ summary: 'Every grant of a source, revoked ones too' })
  list(@Param('id') id: string) {
    return this.grants.list(check(sourceIdParam, id));
  }

  @Post('grants')
  @Roles('rights-officer')
  @ApiOperation({ summary: 'One more grant beside the source\'s contract' })
  @ApiJsonBody(licenceObject)
  add(@Param('id') id: string, @Body(zodBody(licenceObject)) licence: LicenceObject, @Req() request: FastifyRequest) {
    return this.grants.add(check(sourceIdParam, id), licence, nameOf(request));
  }

  @Delete('grants/:grantId')
  @Roles('rights-officer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a grant: what only it allowed goes dark' })
  async revoke(@Param('id') id: string, @Param('grantId') grantId: string, @Req() request: FastifyRequest): Promise<void> {
    await this.grants.revoke(check(sourceIdParam, id), check(grantIdParam, grantId), nameOf(request));
  }
}

const nameOf = (request: FastifyRequest): string => callerOf(request)?.name ?? 'unknown';
