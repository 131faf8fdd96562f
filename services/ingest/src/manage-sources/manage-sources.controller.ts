import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, Roles, zodBody } from '@wiredesk/platform';
import { z } from 'zod';

import { ManageSources } from './manage-sources.handler.js';
import { newKey, newSource, sourceChange, type NewKey, type NewSource, type SourceChange } from './source.js';

const keyIdParam = z.uuid();

/** `/v1/sources`: upstream parties, their settings and keys. */
@ApiTags('sources')
@Controller('v1/sources')
export class ManageSourcesController {
  constructor(private readonly sources: ManageSources) {}

  @Post()
  @Roles('operator')
  @ApiOperation({ summary: 'Create a source; its key is shown once' })
  @ApiJsonBody(newSource)
  create(@Body(zodBody(newSource)) source: NewSource) {
    return this.sources.create(source);
  }

  @Get()
  @Roles('operator', 'editor', 'rights-officer', 'viewer', 'service')
  @ApiOperation({ summary: 'All sources' })
  list() {
    return this.sources.list();
  }

  @Get(':id')
  @Roles('operator', 'editor', 'rights-officer', 'viewer', 'service')
  @ApiOperation({ summary: 'One source' })
  one(@Param('id') id: string) {
    return this.sources.one(id);
  }

  @Patch(':id')
  @Roles('operator')
  @ApiOperation({ summary: 'Change settings; null forgets one' })
  @ApiJsonBody(newSource.partial())
  change(@Param('id') id: string, @Body(zodBody(sourceChange)) change: SourceChange) {
    return this.sources.change(id, change);
  }

  @Post(':id/keys')
  @Roles('operator')
  @ApiOperation({ summary: 'A new key; older ones of its scheme work on for the overlap' })
  @ApiJsonBody(newKey)
  rotateKey(@Param('id') id: string, @Body(zodBody(newKey)) key: NewKey) {
    return this.sources.rotateKey(id, key);
  }

  @Delete(':id/keys/:keyId')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key at once' })
  async revokeKey(@Param('id') id: string, @Param('keyId') keyId: string): Promise<void> {
    await this.sources.revokeKey(id, check(keyIdParam, keyId));
  }
}
